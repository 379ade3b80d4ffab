// A worker that throws, ends itself or loops for ever at a moment that nobody chose, in the middle of each kind of work: it is
// told, another worker takes its place, and the work can be done.
import assert from "node:assert/strict";
import { LONG, SOON, withPage } from "./lab.mjs";

/** How a worker is lost. */
const ENDS = {
  throws: () => setTimeout(() => { throw new Error("lost for a test"); }),
  "ends itself": () => setTimeout(() => self.close()),
  "loops for ever": () => setTimeout(() => { for (;;); }),
};

// Four silences count, five seconds apart; a test need not wait so long, but a busy machine's slice of work must fit in between.
const QUICKER = () => {
  const set = window.setInterval.bind(window);
  window.setInterval = (work, ms, ...rest) => set(work, ms === 5000 ? 1500 : ms, ...rest);
};

const state = (lab, id, value) => lab.page.locator(`[data-testid="${id}"][data-state="${value}"]`).waitFor({ timeout: LONG });
const press = (lab, id) => lab.page.locator(`[data-testid="${id}"]:enabled`).first().click({ timeout: LONG });

/** Kinds of work: where, what begins it, and what it looks like when it was done. */
const WORK = [
  {
    name: "training",
    query: "?at=bench&data=shapes&model=mlp&n=2000&epochs=3",
    begin: (lab) => press(lab, "train-start"),
    done: (lab) => lab.state("finished", LONG),
  },
  {
    name: "a recipe that trains",
    query: "?data=shapes&model=mlp&n=1000&tab=diet&recipe=" + encodeURIComponent('{"distill":{"train":{"epochs":1}}}'),
    begin: (lab) => press(lab, "run-recipe"),
    done: (lab) => lab.until("score-size", (size) => size > 0, LONG),
  },
  {
    name: "the explorer",
    query: "?tab=mobilenet",
    begin: (lab) => lab.fill("resolution-input", 128),
    done: (lab) => lab.page.locator(".e-costs .e-sum td:last-child [data-figure]").nth(1).waitFor({ timeout: LONG }),
  },
  {
    name: "photographs",
    query: "?tab=real",
    begin: (lab) => lab.by("photo-list").locator('[data-do="show"]').nth(1).click({ timeout: LONG }),
    done: (lab) => lab.until("top-class", (p) => p > 0, LONG),
  },
  {
    name: "training on many workers",
    query: "?tab=parallel&way=data&data=shapes&ranks=2",
    begin: (lab) => press(lab, "parallel-start"),
    done: (lab) => state(lab, "parallel-status", "ended"),
  },
  {
    name: "building an image",
    query: "?tab=container",
    begin: (lab) => press(lab, "container-build"),
    done: (lab) => lab.page.locator(".k-summary").waitFor({ timeout: LONG }),
  },
  {
    name: "a program",
    query: "?tab=python",
    begin: (lab) => press(lab, "python-run"),
    done: (lab) => lab.page.waitForFunction(() => document.querySelector('[data-testid="python-output"]')?.textContent, null, { timeout: LONG }),
  },
  {
    name: "practice",
    query: "?at=practice",
    begin: async (lab) => {
      // The question that stood there still does.
      if (await lab.by("quiz-leave").count()) await lab.by("quiz-leave").click();
      await press(lab, "quiz-start");
    },
    done: (lab) => lab.by("quiz-question").waitFor({ timeout: LONG }),
  },
  {
    name: "the front door",
    query: "?at=learn",
    begin: (lab) => lab.by("hero-bits").fill("2", { timeout: LONG }),
    done: (lab) => lab.until("hero-accuracy", (share) => share > 0, LONG),
  },
];

/** Numbers from a seed: a moment that failed can be had again. */
function* numbers(seed) {
  for (let x = seed >>> 0 || 1; ; ) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    yield (x >>> 0) / 2 ** 32;
  }
}

/** The worker of the engine; labs have workers of their own. */
const engine = (lab) => lab.page.workers().find((worker) => /\/worker\.js\?v=/.test(worker.url()));

/** `count` moments: `{ name, use }`, each to be run by a test. */
export function moments(count, seed = 1) {
  const draw = numbers(seed);
  const below = (n) => Math.floor(draw.next().value * n);
  return Array.from({ length: count }, (_, i) => {
    const work = WORK[i % WORK.length];
    const [how, end] = Object.entries(ENDS)[below(3)];
    const wait = below(1200);
    return {
      name: `${work.name}: its worker ${how} after ${wait} ms`,
      use: () =>
        withPage({ query: work.query, init: QUICKER, allow: [/lost for a test/, /the engine's worker stopped/] }, async (lab) => {
          await begin(lab, work);
          await lab.page.waitForTimeout(wait);
          await engine(lab).evaluate(end).catch(() => {});
          await lab.told("engine");
          await lab.page.waitForFunction(() => !document.querySelector('[data-testid="fault-engine"]')?.hidden, null, { timeout: SOON });
          await begin(lab, work);
          await work.done(lab);
        }),
    };
  });
}

async function begin(lab, work) {
  // There is no work before there is a worker.
  const end = Date.now() + LONG;
  while (!engine(lab)) {
    assert.ok(Date.now() < end, "no worker");
    await lab.page.waitForTimeout(50);
  }
  await work.begin(lab);
}
