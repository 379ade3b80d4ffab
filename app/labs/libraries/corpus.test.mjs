// The corpus of textbook programs prints in the page what it prints in PyTorch, and fails where and as it fails there.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { LONG, withPage } from "../../../tests/e2e/lab.mjs";

const CORPUS = new URL("../../../core/torch/goldens/corpus/", import.meta.url);
const NUMBER = /-?\d+\.?\d*(?:e[-+]?\d+)?/g;

/** The first line that differs, as `core/torch/goldens/check_corpus.py` compares: words as they are, numbers by a unit of the fourth decimal. */
function differs(got, want) {
  const [a, b] = [got, want].map((text) => text.replace(/\n$/, "").split("\n"));
  if (a.length !== b.length) return `${a.length} lines instead of ${b.length}: ${got}`;
  const words = (line) => line.split(NUMBER).map((word) => word.replaceAll(" ", ""));
  const numbers = (line) => (line.match(NUMBER) ?? []).map(Number);
  const same = (x, y) => Math.abs(x - y) <= 1.5e-4 + 1e-4 * Math.abs(y);
  const i = b.findIndex((line, i) => {
    const theirs = numbers(line);
    return String(words(a[i])) !== String(words(line)) || !numbers(a[i]).every((x, j) => same(x, theirs[j]));
  });
  return i < 0 ? null : `${a[i]} instead of ${b[i]}`;
}

test("the textbook programs print what they print in PyTorch", { timeout: 10 * LONG }, () =>
  withPage({ query: "?tab=python" }, async (lab) => {
    const wrong = [];
    const files = await readdir(CORPUS);
    const read = async (name) => (files.includes(name) ? readFile(new URL(name, CORPUS), "utf8") : null);
    for (const name of files.filter((file) => file.endsWith(".py")).map((file) => file.slice(0, -3))) {
      const [source, want, failure] = await Promise.all([`${name}.py`, `${name}.out`, `${name}.err`].map(read));
      await lab.page.locator("[data-testid=python-run]:enabled").waitFor({ timeout: LONG });
      // What is printed last says that this program has ended, and not the one before.
      await lab.by("python-editor").fill(`${source}print("end of ${name}")\n`);
      await lab.by("python-run").click();
      const error = lab.by("python-error");
      const end = `end of ${name}\n`;
      await lab.by("python-output").filter({ hasText: end.trim() }).or(error).first().waitFor({ timeout: LONG });
      await lab.page.locator("[data-testid=python-stop]:disabled").waitFor({ timeout: LONG });
      const output = (await lab.by("python-output").textContent()) ?? "";
      const failed = (await error.count()) > 0;
      if (failure) {
        const [kind, line] = failure.trim().split(" ");
        const [said, at] = failed ? [await error.innerText(), await error.getAttribute("data-line")] : ["no error", null];
        if (!said.includes(kind) || at !== line) wrong.push(`${name}: line ${at} ${said} instead of ${failure}`);
      } else if (failed) {
        wrong.push(`${name}: ${await error.innerText()}`);
        continue;
      }
      const found = differs(output.replace(end, ""), want);
      // Where nothing is printed, the page says so in words of its own.
      if (found && want !== "") wrong.push(`${name}: ${found}`);
    }
    assert.deepEqual(wrong, []);
  }));
