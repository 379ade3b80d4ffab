// A page that is used for long holds no more than one that was used for short. KARUI_SOAK: for so many seconds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./lab.mjs";
import { soak } from "./soak.mjs";

// The first round fetches, compiles and fills what stays; a part more is noise of the collector's.
const SLACK = { heap: [1.3, 4e6], nodes: [1.15, 500], listeners: [1.15, 300], resident: [1.3, 60e6], stored: [1.5, 4e6] };

test("a long visit holds no more than a short one", (t) =>
  withPage({ query: "?at=bench&data=shapes&model=mlp" }, async (lab) => {
    await lab.ready();
    const rows = await soak(lab, Number(process.env.KARUI_SOAK ?? 90));
    for (const row of rows) t.diagnostic(JSON.stringify(row));
    const [, early] = rows;
    for (const [what, [factor, more]] of Object.entries(SLACK)) {
      const limit = early[what] * factor + more;
      assert.ok(rows.at(-1)[what] <= limit, `${what}: ${early[what]} after two rounds, ${rows.at(-1)[what]} after ${rows.length}`);
    }
  }));
