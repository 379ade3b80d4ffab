// Makes the JavaScript of a module one small file: node www/bundle.mjs FOLDER NAME
// FOLDER holds NAME_bg.wasm and NAME.js, as wasm-bindgen writes them, and the parts that were taken out of the module with
// their loader, __wasm_split.js. Parts get the name of their content, so that no cache gives a part of another build. The loader
// names them all, which the first view has no need of: it becomes a file of its own and comes with the first part.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// What the build has from npm is in tests/.
const { buildSync } = createRequire(new URL("../tests/package.json", import.meta.url))("esbuild");

const [folder, name] = process.argv.slice(2);
const loader = join(folder, "__wasm_split.js");

/** A module without its custom sections: names, which only a debugger reads. */
function stripped(wasm) {
  const kept = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    let [size, shift, end] = [0, 0, at + 1];
    do { size |= (wasm[end] & 127) << shift; shift += 7; } while (wasm[end++] & 128);
    end += size;
    if (wasm[at] !== 0) kept.push(wasm.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

let code = readFileSync(loader, "utf8");
for (const part of readdirSync(folder).filter((file) => /^(split|chunk)_.*\.wasm$/.test(file))) {
  const bytes = stripped(readFileSync(join(folder, part)));
  writeFileSync(join(folder, part), bytes);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  const to = part.replace(/^(?:split_)?(.*)\.wasm$/, `$1-${hash}.wasm`);
  const pieces = code.split(`"./${part}"`);
  // The form of what the tool writes has changed.
  if (pieces.length !== 2) throw new Error(`${loader} has ${pieces.length - 1} × ${part}`);
  code = pieces.join(`"./${to}"`);
  renameSync(join(folder, part), join(folder, to));
}

/** One small file of `contents`, which may import what lies in the folder, but for `external`. */
function bundled(contents, external = []) {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: resolve(folder) },
    bundle: true, format: "esm", target: "es2022", minify: true, charset: "utf8", write: false, external,
    // wasm-bindgen names the loader once for each part.
    logOverride: { "duplicate-object-key": "silent" },
    // The loader takes parts only from a host that gives them their type, and the module from any.
    define: { "WebAssembly.instantiateStreaming": "instantiate" },
    inject: [fileURLToPath(new URL("instantiate.js", import.meta.url))],
  });
  return outputFiles[0].contents;
}

// The loader asks the module for what its parts share; it is told where that is, since the module's file gets another name.
const own = `import { initSync } from "./${name}.js";`;
const parts = [...code.matchAll(/^export const (\w+) =/gm)].map(([, part]) => part);
if (!code.startsWith(own) || parts.length === 0) throw new Error(`${loader} has another form`);
const bytes = bundled(`let initSync;\nexport const link = (it) => { initSync = it; };\n${code.slice(own.length)}`);
const to = `./${name}-parts-${createHash("sha256").update(bytes).digest("hex").slice(0, 8)}.js`;
writeFileSync(join(folder, to), bytes);
writeFileSync(loader, `${own}
let there;
// One that did not arrive is asked for again.
const loader = () => there ??= import("${to}").then((it) => (it.link(initSync), it), (e) => { there = undefined; throw e; });
const load = (part) => async (index, data) => {
  let it;
  try { it = await loader(); } catch (e) {
    console.error(e);
    return initSync(undefined, undefined).__indirect_function_table.get(index)(data, false);
  }
  return it[part](index, data);
};
${parts.map((part) => `export const ${part} = load("${part}");`).join("\n")}
`);
writeFileSync(join(folder, `${name}.js`), bundled(`export { default } from "./${name}.js";`, [to]));
rmSync(loader);
