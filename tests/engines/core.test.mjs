// What must work in every engine, on dist/: `./lab test engines`. ENGINES names those to try, all by default.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../e2e/server.mjs";
import { ENGINES } from "./driver.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = process.env.E2E_DIST ?? join(HERE, "..", "..", "dist");
const RESULTS = join(HERE, "..", "e2e", "results");
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
// It bounds a hang; nothing is timed with it.
const LONG = 90_000;

const wanted = (process.env.ENGINES ?? Object.keys(ENGINES).join(",")).split(",");

for (const name of wanted) {
  describe(name, () => {
    let engine;
    let server;
    before(async () => {
      mkdirSync(RESULTS, { recursive: true });
      server = await serve({ root: DIST });
      engine = await ENGINES[name]();
    });
    after(async () => {
      console.log(`${name}: ${engine?.version}`);
      await engine?.close();
      await server?.close();
    });

    /** Opens an address and uses it as `use` says; whatever the page complains of is a failure. */
    const page = async (query, use, { size = WIDE, lang = "en", allow = /^$/ } = {}) => {
      const page = await engine.open(size, { lang, origin: new URL(server.url).origin });
      try {
        await page.goto(server.url + query);
        await use(new Used(page));
        assert.deepEqual((await page.problems()).filter((text) => !allow.test(text)), []);
      } catch (error) {
        await page.screenshot(join(RESULTS, `${name}-${Date.now()}.png`)).catch(() => {});
        throw error;
      } finally {
        await page.close();
      }
    };

    test("the bench opens with a trained network, measured", () =>
      page("?at=bench", async (it) => {
        await it.until(() => Number(document.querySelector('[data-testid="metric-accuracy"]')?.dataset.value) > 0.9);
        assert.ok((await it.value("metric-latency")) > 0);
      }));

    test("a run trains, pauses, goes on and learns; a reload brings it back", () =>
      page("?at=bench&data=shapes&model=mlp&n=2000&epochs=3", async (it) => {
        await it.press("train-start");
        await it.until(() => Number(document.querySelector('[data-testid="progress"]')?.dataset.value) > 0.05);
        await it.press("train-pause");
        await it.state("paused");
        await it.press("train-start");
        await it.state("finished");
        const accuracy = await it.value("metric-accuracy");
        assert.ok(accuracy > 0.2, `${accuracy}`);
        // The run is written down when it is over, which takes a moment.
        await new Promise((done) => setTimeout(done, 3_000));
        await it.page.reload();
        await it.until((accuracy) => Number(document.querySelector('[data-testid="metric-accuracy"]')?.dataset.value) === accuracy, accuracy);
      }));

    test("int8 makes the network about four times smaller at nearly the same accuracy", () =>
      page('?at=bench&tab=compress&recipe={"quantize":{}}', async (it) => {
        const [before, now] = await it.until(() => {
          const { before, value } = document.querySelector('[data-testid="score-size"]')?.dataset ?? {};
          return Number(value) < Number(before) && [Number(before), Number(value)];
        });
        assert.ok(before / now > 3.5 && before / now < 4.5, `${before} → ${now}`);
        assert.ok((await it.value("score-accuracy")) > 0.88);
      }));

    test("every lab opens", () =>
      page("?at=bench", async (it) => {
        await it.ready();
        const tabs = await it.page.run(() => [...document.querySelectorAll('[role="tab"][data-testid^="tab-"]')].map((tab) => tab.dataset.testid));
        assert.ok(tabs.length >= 10, `${tabs}`);
        for (const tab of tabs) {
          await it.page.run((tab) => {
            const button = document.querySelector(`[data-testid="${tab}"]`);
            const row = button.closest("[role=tablist]").id;
            if (row) document.querySelector(`[aria-controls="${row}"]`)?.click();
            button.click();
          }, tab);
          await it.until((tab) => {
            const panel = document.getElementById(document.querySelector(`[data-testid="${tab}"]`).getAttribute("aria-controls"));
            return panel && !panel.hidden && panel.innerText.length > 40 && !panel.querySelector('[data-testid="part-failed"]');
          }, tab);
        }
      }));

    test("a lesson sets its stage, and its figures arrive in the text", () =>
      page("?at=learn&lesson=quantization-grid&step=try", async (it) => {
        await it.until(() => Number(document.querySelector('[data-step="try"] [data-measured="size-ratio"]')?.dataset.value) < 0.3);
      }, { lang: "ja" }));

    test("a question is asked, judged and explained", () =>
      page("?at=practice", async (it) => {
        await it.press("quiz-start");
        await it.until(() => document.querySelector('[data-testid="quiz-question"]')?.dataset.id);
        await it.page.run(() => {
          const number = document.querySelector('[data-testid="quiz-number"]');
          if (!number) return document.querySelector('[data-testid^="quiz-choice-"]')?.click();
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(number, "1");
          return number.dispatchEvent(new Event("input", { bubbles: true }));
        });
        await it.press("quiz-answer");
        await it.until(() => ["0", "1"].includes(document.querySelector('[data-testid="quiz-verdict"]')?.dataset.value));
        await it.until(() => document.querySelector('[data-testid="quiz-explain"]')?.innerText.length > 10);
      }));

    test("what was opened once opens without a network", () =>
      page("?at=bench", async (it) => {
        await it.ready();
        // It is active once all that is fetched ahead is kept.
        await it.until(() => navigator.serviceWorker.ready.then(() => true));
        await it.page.reload();
        await it.ready();
        server.faults.set("/", "drop");
        try {
          await it.page.reload();
          await it.ready();
        } finally {
          server.faults.clear();
        }
        // Firefox says that there is no network.
      }, { allow: /^Error$/ }));

    test("a phone has no sideways scroll", () =>
      page("", async (it) => {
        await it.until(() => document.querySelector('[data-testid="hero-bits"]'));
        await it.until(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
        await it.page.screenshot(join(RESULTS, `${name}-phone.png`));
      }, { size: PHONE, lang: "ja" }));
  });
}

/** A page in the words of its test ids. */
class Used {
  constructor(page) {
    this.page = page;
  }

  /** What `work` gives in the page, once that is something. */
  async until(work, ...args) {
    const end = Date.now() + LONG;
    for (;;) {
      const found = await this.page.run(work, ...args).catch((error) => {
        if (Date.now() >= end) throw error;
        return null;
      });
      if (found) return found;
      assert.ok(Date.now() < end, `waited in vain for ${work}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  value(id) {
    return this.until((id) => Number(document.querySelector(`[data-testid="${id}"]`)?.dataset.value), id);
  }

  press(id) {
    return this.until((id) => {
      const button = document.querySelector(`[data-testid="${id}"]`);
      if (!button || button.disabled || button.getAttribute("aria-disabled") === "true") return false;
      button.click();
      return true;
    }, id);
  }

  /** Waits until the network's accuracy is counted to the end. */
  async ready() {
    await this.until(() => document.querySelector('[data-testid="run-state"]')?.dataset.value === "idle");
    return this.value("metric-accuracy");
  }

  state(name) {
    return this.until((name) => document.querySelector('[data-testid="run-state"]')?.dataset.value === name, name);
  }
}
