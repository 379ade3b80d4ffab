// axe-core in a page: what it finds, a line for each element.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** All rules; and those of them that another theme changes. */
export const ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Has axe look at what is shown now; gives each violation in a line for each element, at most five of a rule. */
export async function violations(cdp, where, rules) {
  // By the debugger: the page's own policy allows no foreign script.
  const options = JSON.stringify({ runOnly: rules, resultTypes: ["violations"] });
  const call = { expression: `axe.run(document, ${options})`, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await cdp.send("Runtime.evaluate", call);
  assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
  assert.ok(Array.isArray(result.value.violations), where);
  return result.value.violations.flatMap(({ id, impact, nodes }) =>
    nodes.slice(0, 5).map(({ target, failureSummary, html }) =>
      `${where}: ${id} (${impact}, ${nodes.length}) ${target.join(" ")}\n  ${html.slice(0, 200)}\n  ${failureSummary.replaceAll("\n", " ")}`,
    ),
  );
}

/** What it finds in what is shown now, by all rules. */
export async function axe(lab, where) {
  const cdp = await lab.context.newCDPSession(lab.page);
  await cdp.send("Runtime.evaluate", { expression: AXE });
  return violations(cdp, where, ALL);
}
