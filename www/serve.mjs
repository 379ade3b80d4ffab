// node www/serve.mjs STAGING [--port N], started by ./lab serve: builds the page, serves it, and builds it again when a source
// changes. A flavour of the worker is built when a browser first asks for it; the first is the one that most have.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serve } from "../tests/e2e/server.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const WATCHED = ["app", "core", "www", "Cargo.toml", "Cargo.lock", ".cargo"];
/** Milliseconds: an editor saves several files at once. */
const QUIET = 300;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { port: { type: "string", default: "8080" } } });
const [staging] = positionals;
const flavours = ["relaxed"];

/** The build that runs, or the last one; it never fails. Whether it succeeded is what it gives. */
let building = Promise.resolve(true);
/** Whether a build already waits for the one that runs. */
let waiting = false;

function build() {
  if (waiting) return building;
  waiting = true;
  building = building.then(() => {
    waiting = false;
    return run();
  });
  return building;
}

function run() {
  const start = Date.now();
  console.error(`== building (${flavours.join(", ")})`);
  return new Promise((done) => {
    const child = spawn("bash", ["./lab", "quick-site", staging, "./", ...flavours], { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
    child.on("close", (code) => {
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      console.error(code === 0 ? `== built in ${seconds} s: ${server?.url ?? ""}` : `== not built (${seconds} s); the last build stays`);
      done(code === 0);
    });
  });
}

/** Waits for what a request needs that is not there yet. */
async function before(path) {
  const flavour = /\/worker\/(simd128|relaxed)\//.exec(path)?.[1];
  if (flavour && !flavours.includes(flavour)) {
    flavours.push(flavour);
    await build();
  }
}

let server;
if (!(await build())) process.exitCode = 1;
else {
  server = await serve({ root: staging, base: "/", port: Number(values.port), before });
  console.error(`== serving at ${server.url} (Ctrl-C ends it)`);
  let timer;
  for (const name of WATCHED) {
    watch(join(ROOT, name), { recursive: true }, (_, file) => {
      if (file && /(^|\/)(target|node_modules)\/|~$|\.sw[a-z]$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(build, QUIET);
    });
  }
}
