// Makes the JavaScript of a module one small file: node www/bundle.mjs FOLDER NAME
// FOLDER holds NAME_bg.wasm and NAME.js, as wasm-bindgen writes them, and the parts that were taken out of the module with
// their loader, __wasm_split.js. Parts get the name of their content, so that no cache gives a part of another build.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// What the build has from npm is in tests/.
const { buildSync } = createRequire(new URL("../tests/package.json", import.meta.url))("esbuild");

const [folder, name] = process.argv.slice(2);
const loader = join(folder, "__wasm_split.js");

let code = readFileSync(loader, "utf8");
for (const part of readdirSync(folder).filter((file) => /^(split|chunk)_.*\.wasm$/.test(file))) {
  const hash = createHash("sha256").update(readFileSync(join(folder, part))).digest("hex").slice(0, 8);
  const to = part.replace(/^(?:split_)?(.*)\.wasm$/, `$1-${hash}.wasm`);
  const pieces = code.split(`"./${part}"`);
  // The form of what the tool writes has changed.
  if (pieces.length !== 2) throw new Error(`${loader} has ${pieces.length - 1} × ${part}`);
  code = pieces.join(`"./${to}"`);
  renameSync(join(folder, part), join(folder, to));
}
writeFileSync(loader, code);

const { outputFiles } = buildSync({
  stdin: { contents: `export { default } from "./${name}.js";`, resolveDir: resolve(folder) },
  bundle: true, format: "esm", target: "es2022", minify: true, charset: "utf8", write: false,
  // wasm-bindgen names the loader once for each part.
  logOverride: { "duplicate-object-key": "silent" },
  // The loader takes parts only from a host that gives them their type, and the module from any.
  define: { "WebAssembly.instantiateStreaming": "instantiate" },
  inject: [fileURLToPath(new URL("instantiate.js", import.meta.url))],
});
writeFileSync(join(folder, `${name}.js`), outputFiles[0].contents);
rmSync(loader);
