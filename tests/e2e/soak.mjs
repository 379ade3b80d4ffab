// Everything in one page, again and again: what it holds must not grow. `soak(lab, seconds)` gives a row of figures for each round.
import { readFileSync } from "node:fs";
import { LONG } from "./lab.mjs";

/** Opens a place by its address without loading the page anew. */
async function go(lab, query) {
  await lab.page.evaluate((query) => {
    history.pushState(null, "", query);
    dispatchEvent(new PopStateEvent("popstate"));
  }, query);
}

const press = (lab, id) => lab.page.locator(`[data-testid="${id}"]:enabled`).first().click({ timeout: LONG });

// What a learner does in an hour, in half a minute.
const ROUND = [
  async (lab) => {
    await go(lab, "?at=bench&tab=curves&data=shapes&model=mlp&n=1000&epochs=1");
    await press(lab, "train-start");
    await lab.state("finished", LONG);
  },
  async (lab) => {
    await go(lab, "?at=bench&tab=diet&data=shapes&model=mlp&n=1000");
    await lab.until("score-size", (size) => size > 0, LONG);
    await press(lab, "toggle-quantize");
    await lab.page.waitForTimeout(1500);
    await press(lab, "toggle-quantize");
    await lab.page.waitForTimeout(500);
  },
  async (lab) => {
    for (const tab of ["images", "draw", "layers", "weights", "tours", "trials", "accelerate"]) {
      if (await lab.by(`tab-${tab}`).count()) await lab.tab(tab);
      await lab.page.waitForTimeout(200);
    }
  },
  async (lab) => {
    await go(lab, "?at=bench&tab=mobilenet&res=128");
    await lab.until("explorer-macs", Number.isFinite, LONG);
  },
  async (lab) => {
    await go(lab, "?at=bench&tab=container");
    await press(lab, "container-build");
    await lab.page.locator(".k-summary").waitFor({ timeout: LONG });
  },
  async (lab) => {
    await go(lab, "?at=bench&tab=python");
    await press(lab, "python-run");
    await lab.page.locator("[data-testid=python-stop]:disabled").waitFor({ timeout: LONG });
  },
  async (lab) => {
    await go(lab, "?at=bench&tab=parallel&way=data&data=shapes&ranks=2");
    await press(lab, "parallel-start");
    await lab.page.locator('[data-testid="parallel-status"][data-state="ended"]').waitFor({ timeout: LONG });
  },
  async (lab) => {
    await go(lab, "?at=learn&lesson=soft-targets");
    await lab.by("lesson-step").first().waitFor({ timeout: LONG });
    await press(lab, "lesson-next");
    await lab.page.waitForTimeout(1000);
  },
  async (lab) => {
    await go(lab, "?at=practice");
    await press(lab, "quiz-start");
    await lab.by("quiz-question").waitFor({ timeout: LONG });
    await press(lab, "quiz-leave");
  },
  async (lab) => {
    await go(lab, "?at=learn");
    await lab.by("hero-bits").fill("2", { timeout: LONG });
    await lab.page.waitForTimeout(500);
    await lab.by("hero-bits").fill("0");
  },
];

/** Bytes of memory of the processes that draw the page and run its workers: also what WebAssembly holds. */
async function resident(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === "renderer");
  const of = ({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) * 1024;
  return pages.map(of).reduce((sum, bytes) => sum + bytes, 0);
}

/** What the page holds now, waste collected. */
async function held(lab) {
  const session = await lab.context.newCDPSession(lab.page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return {
    heap: of("JSHeapUsedSize"),
    nodes: of("Nodes"),
    listeners: of("JSEventListeners"),
    resident: await resident(lab.context.browser()),
    stored: await lab.page.evaluate(async () => (await navigator.storage.estimate()).usage),
  };
}

/** Rounds until the time is over, two at least; after each, what the page holds. */
export async function soak(lab, seconds) {
  const rows = [];
  const end = Date.now() + seconds * 1000;
  while (rows.length < 2 || Date.now() < end) {
    for (const act of ROUND) await act(lab);
    rows.push(await held(lab));
  }
  return rows;
}
