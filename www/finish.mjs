// Puts the site together: node www/finish.mjs STAGING PUBLIC_URL PAGE WORKERS LESSONS [--quick]
// PAGE is the folder with the page's code, WORKERS has one folder for each flavour of the worker, LESSONS is the course as the page
// reads it. Copies what is shipped as it
// is, makes one sheet of the styles, gives it and the page's code names of their content, writes them into index.html, fills
// in the service worker and writes 404.html. --quick is for ./lab serve.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { thirdParty } from "./third-party.mjs";

// What the build has from npm is in tests/.
const npm = createRequire(new URL("../tests/package.json", import.meta.url));
const { buildSync, transformSync } = npm("esbuild");

const [staging, publicUrl, pageFolder, workers, lessons, quick] = process.argv.slice(2);
const www = dirname(fileURLToPath(import.meta.url));

const SHIPPED = ["boot.js", "phrases.js", "sw.js", "manifest.webmanifest", "icons", "cards", "data", "weights", "photos", "labels", "_headers"];

// What else may be here is of an older build: only a folder of Trunk's has a file by now, which is written anew.
rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });
for (const name of SHIPPED) {
  // sw.js is filled in below.
  if (!quick && name === "boot.js") minified(join(www, name), join(staging, name));
  else if (quick && name !== "sw.js") symlinkSync(join(www, name), join(staging, name));
  else cpSync(join(www, name), join(staging, name), { recursive: true });
}
cpSync(lessons, join(staging, "lessons"), { recursive: true });
writeFileSync(join(staging, "THIRD-PARTY.txt"), thirdParty());
for (const flavour of readdirSync(workers)) {
  const to = join(staging, "worker", flavour);
  copyCode(join(workers, flavour), to);
  for (const name of ["worker.js", "python.js"]) minified(join(www, name), join(to, name));
}
copyCode(pageFolder, join(staging, "app"));
// MicroPython, for programs: only their workers load it.
const python = dirname(npm.resolve("@micropython/micropython-webassembly-pyscript"));
for (const [from, to] of [["mjs", "js"], ["wasm", "wasm"]]) cpSync(join(python, `micropython.${from}`), join(staging, "python", `micropython.${to}`));
cpSync(join(www, "python"), join(staging, "python"), { recursive: true });

const index = join(staging, "index.html");
const [js, wasm] = ["karui_app.js", "karui_app_bg.wasm"].map(named);
const page = readFileSync(join(www, "index.html"), "utf8").replace('href="style/karui.css"', `href="./${sheet()}"`).replace(
  '<script type="module" src="boot.js">',
  `<link rel="modulepreload" href="./${js}">\n    ` +
    `<link rel="preload" href="./${wasm}" as="fetch" type="application/wasm" crossorigin="anonymous">\n    ` +
    `<script type="module" src="./boot.js" data-js="./${js}" data-wasm="./${wasm}">`,
);
if (!page.includes(js) || page.includes("style/")) throw new Error("index.html has no place for the page's code or style");
// Who shows a card for a link wants absolute addresses; only who publishes knows where.
const card = (html) => html.replace('content="cards/', `content="${process.env.KARUI_SITE ?? ""}cards/`);
writeFileSync(index, card(page));
// A host shows 404.html below any path, so its relative addresses need the base; a relative one cannot be known here.
const based = publicUrl.startsWith("/") ? page.replace("<head>", `<head><base href="${publicUrl}">`) : page;
writeFileSync(join(staging, "404.html"), card(based));

// Every file, but those that are made or served by other rules.
const every = readdirSync(staging, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(staging, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
  .filter((file) => !["sw.js", "404.html", "_headers"].includes(file))
  .sort();
const all = every.filter((file) => !file.endsWith(".idx.gz"));

// What a service worker fetches ahead. Trained weights, photographs and the names of their classes, like shards, and Python are
// kept when the learner first needs them, or asks for all; licences and other words about them are small.
const isLater = (file) => /^(data|weights|photos|labels|python)\/.*\.(gz|safetensors|jpg|txt|json|js|wasm)$/.test(file);
const files = all.filter((file) => !/^(weights|photos|labels|python)\//.test(file) && !/^cards\//.test(file));
const later = every.filter((file) => isLater(file) && !files.includes(file)).map((file) => [file, statSync(join(staging, file)).size]);

const hash = createHash("sha256");
for (const file of all) hash.update(file).update(readFileSync(join(staging, file)));

// While serving for development an older build must never come back: this one only takes itself away.
const gone = "self.addEventListener('install', () => self.skipWaiting());\n" +
  "self.addEventListener('activate', (e) => e.waitUntil(self.registration.unregister()));\n";
const sw = join(staging, "sw.js");
const filled = readFileSync(sw, "utf8")
  .replace("@BUILD@", hash.digest("hex").slice(0, 12))
  .replace("/*@FILES@*/ []", JSON.stringify(files))
  .replace("/*@LATER@*/ []", JSON.stringify(later));
writeFileSync(sw, quick ? gone : filled);

/** A script without its comments. */
function minified(from, to) {
  writeFileSync(to, transformSync(readFileSync(from, "utf8"), { minify: true, format: "esm", target: "esnext", charset: "utf8" }).code);
}

/** Code for the browser: JavaScript, the module and its parts. */
function copyCode(from, to) {
  cpSync(from, to, { recursive: true, filter: (file) => file === from || (/\.(js|wasm)$/.test(file) && !file.endsWith("input.wasm")) });
}

/** The sheets of www/style and of each lab's folder, in the order of the table of labs, as one, without comments and spaces. */
function sheet() {
  const labs = join(www, "..", "app", "labs");
  const [, rows] = readFileSync(join(labs, "lib.rs"), "utf8").match(/^labs! \{\n(.*?)^\}/ms);
  const sheets = [...rows.matchAll(/^ *(\w+)/gm)].map(([, lab]) => join(labs, lab, "style.css")).filter(existsSync);
  const { outputFiles } = buildSync({
    stdin: {
      contents: [join(www, "style", "karui.css"), ...sheets].map((file) => `@import ${JSON.stringify(file)};`).join("\n"),
      loader: "css",
      resolveDir: www,
    },
    bundle: true, minify: true, charset: "utf8", target: "esnext", write: false,
  });
  const to = `karui-${digest(outputFiles[0].contents)}.css`;
  writeFileSync(join(staging, to), outputFiles[0].contents);
  return to;
}

function digest(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}

/** A file of the page's code under the name of its content. */
function named(file) {
  const bytes = readFileSync(join(staging, "app", file));
  const to = file.replace(/(_bg)?\./, (tail) => `-${digest(bytes)}${tail}`);
  renameSync(join(staging, "app", file), join(staging, "app", to));
  return `app/${to}`;
}
