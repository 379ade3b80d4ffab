// What others wrote that is in the page: their licences, and a build that fails where one is not allowed.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a crate may be under, the first that it offers being the one it is taken under. Others need a decision. */
const ALLOWED = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Zlib", "ISC", "Unicode-3.0", "Unlicense", "CC0-1.0", "BSL-1.0", "0BSD"];
/** The crates whose dependencies are in what a browser loads. */
const SHIPPED = ["karui-app", "karui-worker"];

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
/** The text of the MIT licence without its holder. */
const MIT = readFileSync(join(ROOT, "LICENSE"), "utf8").replace(/^[^]*?(?=Permission is hereby)/, "").trim();

/** The parts of `(A OR B) AND C` as `[[A, B], [C]]`; a slash is an OR, as cargo once had it. */
const terms = (expression) => expression.split(/ AND /).map((part) => part.replace(/[()]/g, "").split(/ OR |\//).map((name) => name.trim()));

/** The licences a crate is taken under. */
export function taken({ name, license, source }) {
  if (source && !source.startsWith("registry+")) throw new Error(`${name} comes from ${source}, not from a registry`);
  if (!license) throw new Error(`${name} names no licence`);
  return terms(license).map((offered) => {
    const found = ALLOWED.find((allowed) => offered.includes(allowed));
    if (!found) throw new Error(`${name} is under ${license}: see ALLOWED in www/third-party.mjs`);
    return found;
  });
}

/** The text of everybody's licences. */
export function thirdParty() {
  const args = ["metadata", "--locked", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"];
  const metadata = JSON.parse(execFileSync("cargo", args, { cwd: ROOT, maxBuffer: 1 << 28 }));
  const packages = new Map(metadata.packages.map((it) => [it.id, it]));
  const foreign = (it) => it.source !== null;
  // Tools and tests, too, may only be what is allowed.
  for (const it of packages.values()) if (foreign(it)) taken(it);
  const shipped = [...reached(metadata, packages)].filter(foreign).sort((a, b) => a.name.localeCompare(b.name));
  const apache = shipped.flatMap((it) => filesOf(it, /apache/i)).find((text) => text.includes("Version 2.0, January 2004"));
  const standard = { MIT, "Apache-2.0": apache };
  const texts = new Map();
  for (const it of shipped) {
    const text = licenceOf(it, standard);
    texts.set(text, [...(texts.get(text) ?? []), it]);
  }
  const head = ({ name, version, license, repository }) => `${name} ${version} (${license})${repository ? ` ${repository}` : ""}`;
  const parts = [...texts].map(([text, of]) => `${of.map(head).join("\n")}\n\n${text}\n`);
  return `Karui is under the MIT licence. It holds work of others, under these.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** The packages whose code is in a module: not what runs at build time alone. */
function reached(metadata, packages) {
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const isMacro = (it) => it.targets.some((target) => target.kind.includes("proc-macro"));
  const found = new Set();
  const queue = [...packages.values()].filter((it) => SHIPPED.includes(it.name));
  for (let it = queue.pop(); it; it = queue.pop()) {
    if (found.has(it) || isMacro(it)) continue;
    found.add(it);
    const normal = nodes.get(it.id).deps.filter((dep) => dep.dep_kinds.some(({ kind }) => kind === null));
    queue.push(...normal.map((dep) => packages.get(dep.pkg)));
  }
  return found;
}

/** The texts of a crate's files about licences whose names fit. */
function filesOf(it, names) {
  const folder = dirname(it.manifest_path);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^(licen[cs]e|copying|unlicense|notice)/i.test(file)) : [];
  return files.filter((file) => names.test(file)).map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r", "").trim());
}

/** The text in the crate for what it is taken under; where it brings none, the licence's own, of `standard`. */
function licenceOf(it, standard) {
  const fitting = filesOf(it, new RegExp(taken(it).map((name) => name.split("-")[0]).join("|"), "i"));
  const texts = fitting.length ? fitting : filesOf(it, /./);
  if (texts.length) return texts.join("\n\n");
  const own = taken(it).map((name) => standard[name]);
  if (!own.every(Boolean)) throw new Error(`${it.name} brings no text of its licence, ${it.license}`);
  return [`Copyright ${it.authors.join(", ") || `the authors of ${it.name}`}`, ...own].join("\n\n");
}
