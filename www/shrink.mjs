// Makes what a browser downloads of a WebAssembly module smaller: node www/shrink.mjs MODULE_bg.wasm MODULE.js
// The long names by which the two files know each other become short, JavaScript loses its comments and spaces, and
// functions that are alike come to stand together, where gzip sees them at once.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { inOrderOfLikeness } from "./likeness.mjs";

// What the build has from npm is in tests/.
const { buildSync } = createRequire(new URL("../tests/package.json", import.meta.url))("esbuild");

const FEATURES = "simd relaxed-simd bulk-memory nontrapping-float-to-int sign-ext mutable-globals reference-types multivalue"
  .split(" ").map((name) => `--enable-${name}`);

const [wasm, js] = process.argv.slice(2);

/** wasm-opt on the module, in place; what it prints. */
const wasmOpt = (...passes) =>
  execFileSync("wasm-opt", [wasm, "-o", wasm, ...FEATURES, ...passes], { encoding: "utf8", maxBuffer: 1 << 26 });

// Leptos brings streams for server functions, of which there are none here; what only they use goes with them.
wasmOpt("--remove-exports=*intounderlying*", "--remove-unused-module-elements");
const names = JSON.parse(wasmOpt("--minify-imports-and-exports-and-modules"));
wasmOpt("--strip-debug", "--strip-producers", "--strip-target-features");
// Worth 9 kB of the page; the worker has little code twice and stays as it is.
const plain = readFileSync(wasm);
writeFileSync(wasm, inOrderOfLikeness(plain));
wasmOpt("--reorder-functions-by-name");
if (packedSize(readFileSync(wasm)) >= packedSize(plain)) writeFileSync(wasm, plain);
writeFileSync(js, withNames(readFileSync(js, "utf8"), names));
writeFileSync(js, packed(js));

/** The glue with the module's new names. An import that is not found ends the build: its form is then another. */
function withNames(glue, { imports, exports }) {
  const short = new Map(exports);
  let code = glue.replace(/\bwasm\.(\w+)/g, (all, name) => (short.has(name) ? `wasm[${JSON.stringify(short.get(name))}]` : all));
  const replace = (from, to) => {
    const parts = code.split(from);
    if (parts.length !== 2) throw new Error(`${js} has ${parts.length - 1} × ${from}`);
    code = parts.join(to);
  };
  for (const [, from, to] of imports) replace(` ${from}: `, ` ${JSON.stringify(to)}: `);
  // All imports come from the one module that the glue is, now called "a".
  const [module, ...others] = new Set(imports.map(([module]) => module));
  if (others.length) throw new Error(`${js}: imports from ${others}`);
  replace(`"${module}": `, `"a": `);
  return code;
}

/** The glue without what the page does not use of it, and without comments and spaces. */
function packed(js) {
  const { outputFiles } = buildSync({
    stdin: { contents: `export { default } from "./${basename(js)}";`, resolveDir: resolve(dirname(js)) },
    bundle: true, format: "esm", target: "es2022", minify: true, charset: "utf8", write: false,
  });
  return outputFiles[0].contents;
}

/** Bytes that a browser downloads. */
function packedSize(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}
