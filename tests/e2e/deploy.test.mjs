// What a static host needs: any sub-path, links to places in the page, a small first load.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { DIST, server, withPage } from "./lab.mjs";

test("the policy allows no inline script and no other host", () => {
  assert.ok(server.policy, "index.html states a policy");
  assert.match(server.policy, /default-src 'none'/);
  assert.match(server.policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  assert.match(server.policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(server.policy, /'unsafe-inline'|'unsafe-eval'|https?:|\*/);
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  for (const [tag] of html.matchAll(/<script[^>]*>/g)) assert.match(tag, /\ssrc=/, tag);
  assert.doesNotMatch(html, /\sstyle="|\son[a-z]+="/);
});

test("no text becomes a script, and no script is of another origin", () =>
  withPage({ allow: [/TrustedScript|Trusted Type|violates the following/] }, async (lab) => {
    await lab.ready();
    const refused = await lab.page.evaluate(() => {
      const attempt = (make) => {
        try {
          make();
          return false;
        } catch (error) {
          return error.name;
        }
      };
      return [
        attempt(() => (document.createElement("script").text = "0")),
        attempt(() => document.body.setAttribute("onclick", "0")),
        attempt(() => new Worker("https://example.org/x.js")),
      ];
    });
    assert.deepEqual(refused, ["TypeError", "TypeError", "TypeError"]);
  }));

test("the licences of all that the page holds are at hand", () => {
  const text = readFileSync(join(DIST, "THIRD-PARTY.txt"), "utf8");
  for (const name of ["leptos", "wasm-bindgen", "ndarray", "wgpu"]) assert.match(text, new RegExp(`^${name} [0-9.]+ \\(`, "m"), name);
});

test("every address in the page is relative", () => {
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  for (const [, address] of html.matchAll(/\s(?:src|href|data-js|data-wasm)="([^"]*)"/g)) {
    assert.doesNotMatch(address, /^(\/|[a-z]+:)/, address);
  }
});

const LIMIT = 450_000;
// The service worker, what boot.js imports only where a browser cannot break Japanese between phrases, and what starts Python. (What
// loads parts comes with the first part: `-parts-`.)
const LATER = ["sw.js", "phrases.js", "python.js"];

test(`the code of the first view is at most ${LIMIT / 1000} kB gzipped`, () => {
  // Compressed here as a host would. What is named by no other file than a loader comes later: see the next test.
  const packed = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
  const first = (dir) => readdirSync(dir).filter((f) => /\.js$|_bg\.wasm$/.test(f) && !LATER.includes(f) && !/-parts-/.test(f)).map((f) => packed(join(dir, f)));
  const sum = (sizes) => sizes.reduce((a, b) => a + b, 0);
  const page = sum([...first(DIST), ...first(join(DIST, "app"))]);
  for (const flavour of ["simd128", "relaxed"]) {
    const worker = sum(first(join(DIST, "worker", flavour)));
    assert.ok(page + worker <= LIMIT, `page ${page} + worker ${flavour} ${worker} bytes`);
  }
});

test("what the first view can do without is fetched when that view stands", () =>
  // A browser keeps the times of 250 files unless it is asked for more.
  withPage({ init: () => performance.setResourceTimingBufferSize(2_000) }, async (lab) => {
    await lab.ready();
    const times = (name) => lab.page.evaluate(
      (part) => performance.getEntriesByType("resource").filter((e) => e.name.includes(part)).map((e) => e.startTime), name);
    await lab.page.waitForFunction(() => performance.getEntriesByType("resource").some((e) => e.name.includes("/train-")));
    const [later, page] = [await times("/train-"), await times("/karui_app-")];
    assert.equal(later.length, 1);
    assert.ok(page.length > 0 && later[0] > Math.max(...page), `${later} after ${page}`);
  }));

test("a part of the page that does not arrive says so, and comes when it is asked for again", () =>
  withPage({ faults: { "/train-": 404 }, allow: [/train-/] }, async (lab) => {
    await lab.ready();
    await lab.tab("layers");
    const failed = lab.page.locator("#panel-layers [data-testid=part-failed]");
    await failed.waitFor();
    server.faults.clear();
    await failed.getByRole("button").click();
    await lab.page.locator("#panel-layers table").waitFor();
  }));
