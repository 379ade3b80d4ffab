// The last step of a build: node www/finish.mjs STAGING PUBLIC_URL. Makes one sheet of the styles, gives it and the page's
// code names of their content, writes them into index.html, fills in the service worker and writes 404.html.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

// What the build has from npm is in tests/.
const { buildSync } = createRequire(new URL("../tests/package.json", import.meta.url))("esbuild");

const [staging, publicUrl] = process.argv.slice(2);

const index = join(staging, "index.html");
const [js, wasm] = ["karui_app.js", "karui_app_bg.wasm"].map(named);
const page = readFileSync(index, "utf8").replace('href="style/karui.css"', `href="./${sheet()}"`).replace(
  '<script type="module" src="boot.js">',
  `<link rel="modulepreload" href="./${js}">\n    ` +
    `<link rel="preload" href="./${wasm}" as="fetch" type="application/wasm" crossorigin="anonymous">\n    ` +
    `<script type="module" src="./boot.js" data-js="./${js}" data-wasm="./${wasm}">`,
);
if (!page.includes(js) || page.includes("style/")) throw new Error("index.html has no place for the page's code or style");
writeFileSync(index, page);
// A host shows 404.html below any path, so its relative addresses need the base; a relative one cannot be known here.
const based = publicUrl.startsWith("/") ? page.replace("<head>", `<head><base href="${publicUrl}">`) : page;
writeFileSync(join(staging, "404.html"), based);

const all = readdirSync(staging, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(staging, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
  .filter((file) => !["sw.js", "404.html"].includes(file) && !file.endsWith(".idx.gz"))
  .sort();

// What a service worker fetches ahead. Trained weights, photographs and the names of their classes, like shards, are kept
// when the learner first needs them.
const files = all.filter((file) => !/^(weights|photos|labels)\//.test(file));

const hash = createHash("sha256");
for (const file of all) hash.update(file).update(readFileSync(join(staging, file)));

// While serving for development an older build must never come back: this one only takes itself away.
const gone = "self.addEventListener('install', () => self.skipWaiting());\n" +
  "self.addEventListener('activate', (e) => e.waitUntil(self.registration.unregister()));\n";
const sw = join(staging, "sw.js");
const filled = readFileSync(sw, "utf8")
  .replace("@BUILD@", hash.digest("hex").slice(0, 12))
  .replace("/*@FILES@*/ []", JSON.stringify(files));
writeFileSync(sw, process.env.KARUI_SERVES ? gone : filled);

/** The sheets of www/style as one, without comments and spaces. */
function sheet() {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL("style/karui.css", import.meta.url))],
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
