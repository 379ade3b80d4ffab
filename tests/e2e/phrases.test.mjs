// Japanese is broken between phrases also where the browser does not know them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phrases } from "../../www/phrases.js";
import { PHONE, withPage } from "./lab.mjs";

const SPACE = "\u200b";

test("a line may break where a phrase begins", () => {
  const parts = (text) => phrases(text).split(SPACE);
  assert.deepEqual(parts("小さなネットワークを学習する"), ["小さな", "ネットワークを", "学習する"]);
  assert.deepEqual(parts("重みを 8 ビット整数に、丸めます。"), ["重みを 8 ビット整数に、", "丸めます。"]);
  assert.deepEqual(parts("量子化（QAT）は、お手本のご紹介"), ["量子化（QAT）は、", "お手本のご紹介"]);
  assert.ok(!parts("重みをビット整数に丸めます").some((part) => part.startsWith("数")));
  assert.equal(phrases(phrases("小さな網を学ぶ")), phrases("小さな網を学ぶ"));
  assert.equal(phrases("No Japanese at all"), "No Japanese at all");
});

test("texts that change later are kept so too, and nothing gets wider than a phone", () =>
  withPage({ lang: "ja", viewport: PHONE }, async (lab) => {
    await lab.ready();
    await lab.page.evaluate(async () => (await import(new URL("phrases.js", document.baseURI))).keep(document.body));
    const purpose = lab.page.locator(".purpose");
    assert.ok((await purpose.textContent()).includes(SPACE));
    await lab.by("lang-select").selectOption("en");
    await lab.page.waitForFunction(() => !/\u200b/.test(document.querySelector(".purpose").textContent));
    await lab.by("lang-select").selectOption("ja");
    await lab.page.waitForFunction(() => /\u200b/.test(document.querySelector(".purpose").textContent));
    assert.ok(await lab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }));
