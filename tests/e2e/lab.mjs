// What the browser tests share: dist/ on a server, one browser per kind, and pages that report whatever goes wrong.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
export const DIST = process.env.E2E_DIST ?? join(HERE, "..", "..", "dist");
export const RESULTS = join(HERE, "results");
export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

// A CI machine has two busy cores, so these bound a hang; nothing is timed with them.
export const SOON = 20_000;
export const LONG = 90_000;

export let server;
const browsers = new Map();

before(async () => {
  assert.ok(existsSync(join(DIST, "index.html")), `${DIST} holds no page: run ./lab build`);
  server = await serve({ root: DIST });
});

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  await server?.close();
});

function browserFor(webgpu) {
  if (!browsers.has(webgpu)) browsers.set(webgpu, launch({ webgpu }));
  return browsers.get(webgpu);
}

// Said by the driver itself when a test keeps the service worker out.
const HARMLESS = [/Service Worker registration blocked by Playwright/];

/**
 * Opens the page, calls `use(lab)`, and fails if meanwhile the console showed an error or a warning, an exception was
 * not caught, or a request left the origin. `allow` lists patterns of messages that the test provokes.
 */
export async function withPage(options, use) {
  const lab = await openPage(options);
  try {
    await use(lab);
    assert.deepEqual(lab.problems, [], "the console and the network stay quiet");
  } catch (error) {
    await lab.page.screenshot({ path: join(RESULTS, `failed-${Date.now()}.png`) }).catch(() => {});
    if (lab.problems.length) error.message += `\nproblems:\n${lab.problems.join("\n")}`;
    throw error;
  } finally {
    server.faults.clear();
    await lab.context.close();
  }
}

/**
 * See `withPage`. `query` is what follows the address: "" opens the front door, and where nothing is said it is the bench. `init`
 * runs in the page before anything else, and `worker` is JavaScript that runs in its worker before anything else. */
export async function openPage({
  lang = "en",
  theme = "light",
  viewport = WIDE,
  webgpu = false,
  query = "?at=bench",
  serviceWorkers = "block",
  allow = [],
  faults = {},
  init,
  worker,
  touch = false,
  context,
} = {}) {
  const browser = await browserFor(webgpu);
  context ??= await browser.newContext({
    locale: lang === "ja" ? "ja-JP" : "en-US",
    colorScheme: theme,
    viewport,
    serviceWorkers,
    hasTouch: touch,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(SOON);
  const problems = [];
  const note = (text) => {
    if (![...HARMLESS, ...allow].some((pattern) => pattern.test(text))) problems.push(text);
  };
  const origin = new URL(server.url).origin;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => note(`exception: ${error.message}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) note(`left the origin: ${url}`);
  });
  for (const [part, fault] of Object.entries(faults)) server.faults.set(part, fault);
  if (init) await page.addInitScript(init);
  if (worker) {
    await context.route(/\/worker\.js/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${worker}\n${await response.text()}` });
    });
  }
  await page.goto(server.url + query);
  return new Lab(page, context, problems);
}

/** A page of Karui, in the words of its test ids. */
class Lab {
  constructor(page, context, problems) {
    Object.assign(this, { page, context, problems });
  }

  by(id) {
    return this.page.getByTestId(id).first();
  }

  /** The raw number of a figure, or NaN where it has none yet. */
  async value(id) {
    const text = await this.by(id).getAttribute("data-value");
    return text === null || text === "" ? Number.NaN : Number(text);
  }

  /** Waits until the figure's number satisfies `test` and returns it. */
  async until(id, test = Number.isFinite, timeout = SOON) {
    const end = Date.now() + timeout;
    let value;
    for (;;) {
      value = await this.value(id).catch(() => Number.NaN);
      if (test(value)) return value;
      assert.ok(Date.now() < end, `${id} stayed at ${value}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Waits until the page has a network with a measured accuracy: the state in which it can be used. */
  async ready() {
    await this.until("metric-accuracy", Number.isFinite, LONG);
    // The figure grows while images are counted.
    await this.state(["idle", "paused", "finished"], LONG);
    return this.value("metric-accuracy");
  }

  async fill(id, value) {
    await this.by(id).fill(String(value));
    await this.by(id).press("Tab");
  }

  async choose(id, value) {
    await this.by(id).selectOption(value);
  }

  /** Opens a tab, of whatever group. */
  async tab(name) {
    const row = await this.by(`tab-${name}`).evaluate((button) => button.closest("[role=tablist]").id);
    if (row) await this.page.locator(`[aria-controls="${row}"]`).click();
    await this.by(`tab-${name}`).click();
  }

  /** Waits until the engine is in one of the states: idle, loading, running, paused, evaluating, finished, diverged. */
  async state(names, timeout = SOON) {
    const wanted = [names].flat();
    const state = this.by("run-state");
    await this.page.waitForFunction(
      (list) => list.includes(document.querySelector('[data-testid="run-state"]')?.dataset.value),
      wanted,
      { timeout },
    ).catch(async () => assert.fail(`waited for ${wanted}, it is ${await state.getAttribute("data-value")}`));
  }

  /** Chooses a run that takes seconds: an MLP on the set that needs no download. */
  async small({ size = 1000, epochs = 1, seed = 7, workers = 1 } = {}) {
    await this.unfold();
    await this.choose("data-select", "shapes");
    await this.choose("model-select", "mlp");
    await this.fill("train-size-input", size);
    await this.fill("epochs-input", epochs);
    await this.fill("seed-input", seed);
    await this.fill("workers-input", workers);
    await this.ready();
  }

  /** Presses train and waits for the end of the run. */
  async train(timeout = LONG) {
    await this.by("train-start").click();
    // A short run may be over before anyone looks.
    await this.state(["loading", "running", "evaluating"], 3000).catch(() => {});
    await this.state("finished", timeout);
    await this.until("progress", (done) => done === 1);
  }

  /** Waits for a fault about `part`, or one anywhere, whose words match. */
  async told(part, pattern = /./) {
    const found = part ? this.page.getByTestId(`fault-${part}`) : this.page.getByRole("alert");
    await found.filter({ hasText: pattern }).first().waitFor({ timeout: 30_000 });
  }

  /** Opens what a group of controls keeps folded. */
  async unfold() {
    await this.page.evaluate(() => document.querySelectorAll("details").forEach((e) => (e.open = true)));
  }

  async text() {
    return this.page.locator("body").innerText();
  }
}
