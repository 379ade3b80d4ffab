// Makes what a browser downloads of a WebAssembly module smaller: node www/shrink.mjs FOLDER NAME
// FOLDER holds NAME_bg.wasm and NAME.js, as wasm-bindgen writes them, and __wasm_split.js with the parts that wasm-split-cli
// took out of the module. The long names by which these know each other become short, JavaScript becomes one file without
// comments and spaces, and functions that are alike come to stand together, where gzip sees them at once. Parts are named
// by their content.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { inOrderOfLikeness } from "./likeness.mjs";

// What the build has from npm is in tests/.
const { buildSync } = createRequire(new URL("../tests/package.json", import.meta.url))("esbuild");

const FEATURES = "simd relaxed-simd bulk-memory nontrapping-float-to-int sign-ext mutable-globals reference-types multivalue"
  .split(" ").map((name) => `--enable-${name}`);

const [folder, name] = process.argv.slice(2);
const SPLIT = "__wasm_split.js";
const wasm = join(folder, `${name}_bg.wasm`);
const js = join(folder, `${name}.js`);
const split = join(folder, SPLIT);
const parts = readdirSync(folder).filter((file) => /^(split|chunk)_.*\.wasm$/.test(file));

// Leptos brings streams for server functions, of which there are none here; what only they use goes with them.
wasmOpt(wasm, "--remove-exports=*intounderlying*", "--remove-unused-module-elements");
const names = JSON.parse(wasmOpt(wasm, "--minify-imports-and-exports-and-modules"));
for (const file of [wasm, ...parts.map((part) => join(folder, part))]) {
  wasmOpt(file, "--strip-debug", "--strip-producers", "--strip-target-features");
  reorder(file);
}
let code = readFileSync(split, "utf8");
for (const part of parts) code = once(code, `"./${part}"`, JSON.stringify(`./${rename(part)}`));
writeFileSync(split, withExports(withCheck(code), new Map(names.exports)));
writeFileSync(js, withNames(readFileSync(js, "utf8"), names));
writeFileSync(js, bundled());
rmSync(split);

/** wasm-opt on a module, in place; what it prints. */
function wasmOpt(file, ...passes) {
  return execFileSync("wasm-opt", [file, "-o", file, ...FEATURES, ...passes], { encoding: "utf8", maxBuffer: 1 << 26 });
}

/** Functions by their likeness where that pays: it is worth 9 kB of the page; the worker has little code twice. */
function reorder(file) {
  const plain = readFileSync(file);
  writeFileSync(file, inOrderOfLikeness(plain));
  wasmOpt(file, "--reorder-functions-by-name");
  if (packedSize(readFileSync(file)) >= packedSize(plain)) writeFileSync(file, plain);
}

/** Gives a part the name of its content, which it returns. */
function rename(file) {
  const hash = createHash("sha256").update(readFileSync(join(folder, file))).digest("hex").slice(0, 12);
  const to = file.replace(/^(?:split_)?(.*)\.wasm$/, `$1-${hash}.wasm`);
  renameSync(join(folder, file), join(folder, to));
  return to;
}

/** `code` with the one `from` replaced. One that is not found ends the build: the form of what tools write has changed. */
function once(code, from, to) {
  const pieces = code.split(from);
  if (pieces.length !== 2) throw new Error(`${folder} has ${pieces.length - 1} × ${from}`);
  return pieces.join(to);
}

/** A part is taken whatever type its host gives it, as the module is, and not taken where the host has none. */
function withCheck(code) {
  const check = `async function instantiate(source, imports) {
    const response = await source;
    if (!response.ok) throw new Error(response.url + ": " + response.status);
    return WebAssembly.instantiate(await response.arrayBuffer(), imports);
  }\n`;
  return code.replaceAll("WebAssembly.instantiateStreaming(src, imports)", "instantiate(src, imports)") + check;
}

/** The parts' loader with the new names of what it takes from the module. */
function withExports(code, short) {
  return code.replace(/const \{ ([^}]*) \} = initSync/, (_, list) => {
    const taken = list.split(",").map((it) => it.trim()).filter(Boolean);
    return `const { ${taken.map((it) => `${JSON.stringify(short.get(it) ?? it)}: ${it}`).join(", ")} } = initSync`;
  });
}

/** The glue with the module's new names. */
function withNames(glue, { imports, exports }) {
  const short = new Map(exports);
  let code = glue.replace(/\bwasm\.(\w+)/g, (all, name) => (short.has(name) ? `wasm[${JSON.stringify(short.get(name))}]` : all));
  // All imports come from one module now, "a": the glue itself, and the parts' loader, which the glue has as a namespace.
  const loaders = [];
  let own;
  for (const [module, from, to] of imports) {
    if (module === `./${SPLIT}`) {
      loaders.push([from, to]);
    } else {
      code = once(code, ` ${from}: `, ` ${JSON.stringify(to)}: `);
      if (module !== (own ??= module)) throw new Error(`${js}: imports from ${own} and ${module}`);
    }
  }
  // The glue names the loader once for each part.
  const named = new RegExp(`"\\./${SPLIT}": (\\w+),\\s*`, "g");
  const namespace = named.exec(code);
  code = code.replace(named, "");
  const also = loaders.map(([from, to]) => `${JSON.stringify(to)}: ${namespace[1]}.${from}, `).join("");
  return code.replace(new RegExp(`"${own}": (\\w+)`), (_, it) => `"a": { ${also}...${it} }`);
}

/** The glue and the loader as one file, without what nobody uses of them, and without comments and spaces. */
function bundled() {
  const { outputFiles } = buildSync({
    stdin: { contents: `export { default } from "./${name}.js";`, resolveDir: resolve(folder) },
    bundle: true, format: "esm", target: "es2022", minify: true, charset: "utf8", write: false,
  });
  return outputFiles[0].contents;
}

/** Bytes that a browser downloads. */
function packedSize(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}
