// What the built page does on this machine: node tests/bench/page.mjs [--rounds N]; `./lab bench --page` builds it first.
//
// First paint and first accuracy after a cold start; images per second while training with one and with two workers,
// and what two engines without anything in common reach beside each other: the most that two workers can; the longest
// task that the page's own thread had meanwhile; from a recipe to its figures.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "../e2e/browser.mjs";
import { serve } from "../e2e/server.mjs";

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "3" } } });
const rounds = Number(options.rounds);
const server = await serve({ root: process.env.E2E_DIST ?? join(import.meta.dirname, "..", "..", "dist") });
const browser = await launch();
const value = (page, id) => page.$eval(`[data-testid=${id}]`, (element) => Number(element.dataset.value));
const until = (page, condition, argument) => page.waitForFunction(condition, argument, { timeout: 120_000, polling: 20 });

async function open(query) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(`${server.url}?${query}`);
  await until(page, () => Number(document.querySelector("[data-testid=metric-accuracy]")?.dataset.value) > 0);
  return page;
}

const close = (page) => page.context().close();
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const show = (what, figures, unit) =>
  console.log(`${what.padEnd(58)} ${median(figures).toFixed(1).padStart(9)} ${unit.padEnd(9)} ${figures.map((f) => f.toFixed(1)).join(" ")}`);

async function start() {
  const page = await open("lang=en");
  const [paint, accuracy] = await page.evaluate(() => [
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    performance.now(),
  ]);
  await close(page);
  return { paint, accuracy };
}

// Settled: the page has measured and evaluated what it shows.
const settle = (page) => page.waitForTimeout(2_500);

async function train(page) {
  await page.evaluate(() => (globalThis.longest = 0));
  await page.click("[data-testid=train-start]");
  await until(page, () => document.querySelector("[data-testid=progress]")?.dataset.value === "1");
  return { speed: await value(page, "metric-images-per-second"), longest: await page.evaluate(() => globalThis.longest) };
}

async function training(workers) {
  const page = await open(`lang=en&n=20000&epochs=1&workers=${workers}`);
  await settle(page);
  const figures = await train(page);
  await close(page);
  return figures;
}

// Two pages with an engine each, training at the same time.
async function beside() {
  const pages = [await open("lang=en&n=20000&epochs=1"), await open("lang=en&n=20000&epochs=1")];
  await Promise.all(pages.map(settle));
  const [a, b] = await Promise.all(pages.map(train));
  await Promise.all(pages.map(close));
  return a.speed + b.speed;
}

const found = { paint: [], accuracy: [], one: [], two: [], beside: [], longest: [] };
for (let round = 0; round < rounds; round++) {
  const { paint, accuracy } = await start();
  const [one, two] = [await training(1), await training(2)];
  found.paint.push(paint);
  found.accuracy.push(accuracy);
  found.one.push(one.speed);
  found.two.push(two.speed);
  found.beside.push(await beside());
  found.longest.push(one.longest, two.longest);
}
show("first contentful paint", found.paint, "ms");
show("first accuracy on screen", found.accuracy, "ms");
show("LeNet-style, batch 64, one worker", found.one, "images/s");
show("LeNet-style, batch 64, two workers", found.two, "images/s");
show("two pages training side by side, together", found.beside, "images/s");
show("two workers : one worker", found.two.map((two, i) => two / found.one[i]), "times");
show("two pages : one worker", found.beside.map((b, i) => b / found.one[i]), "times");
show("longest task of the page while training (0: none over 50)", found.longest, "ms");
await browser.close();
await server.close();
