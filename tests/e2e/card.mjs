// Makes www/cards/karui.jpg, which is shown beside a link to Karui: what the bench shows of int4. node tests/e2e/card.mjs, on
// a built dist/ (or E2E_DIST).
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const TO = join(HERE, "..", "..", "www", "cards", "karui.jpg");
const RECIPE = JSON.stringify({ quantize: { method: "weights", dtype: "int4" } });

const server = await serve({ root: process.env.E2E_DIST ?? join(HERE, "..", "..", "dist") });
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, locale: "ja-JP", serviceWorkers: "block" });
  await page.goto(`${server.url}?tab=diet&recipe=${encodeURIComponent(RECIPE)}`);
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="score-size"]')?.dataset.value) < 120_000, null, { timeout: 120_000 });
  await page.waitForTimeout(4000);
  mkdirSync(dirname(TO), { recursive: true });
  await page.screenshot({ path: TO, type: "jpeg", quality: 72 });
} finally {
  await browser.close();
  await server.close();
}
