// Taking a network to a board: TensorFlow Lite, C and Arduino go out, and the card says whether it fits.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LONG, PHONE, withPage } from "../../../tests/e2e/lab.mjs";

const DIET = "?tab=diet";

async function download(lab, id) {
  const [file] = await Promise.all([lab.page.waitForEvent("download", { timeout: LONG }), lab.by(id).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** The bytes of the plan that is shown, once they pass. */
const arena = (lab, test) => lab.until("memory-plan", test, LONG);

/** Goes to the card. */
const open = (lab) => lab.tab("trials");

async function fits(lab, expected) {
  await lab.page.waitForFunction(
    (value) => document.querySelector("[data-testid=fits]")?.dataset.value === value,
    String(expected),
    { timeout: LONG },
  );
}

test("an int8 network goes out for LiteRT, as C and as an Arduino library", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await lab.by("toggle-quantize").click();
    await lab.until("score-size", (size) => size < 250_000, LONG);
    await open(lab);
    const tflite = await download(lab, "export-tflite");
    assert.match(tflite.name, /\.tflite$/);
    assert.equal(tflite.bytes.subarray(4, 8).toString(), "TFL3");
    const c = await download(lab, "export-c");
    const source = c.bytes.toString();
    assert.match(c.name, /\.c$/);
    assert.ok(source.includes("static karui_value karui_arena[") && source.includes("typedef int8_t karui_value"), source.slice(0, 600));
    assert.ok(!source.includes("malloc("));
    // The card tells the arena that the program has.
    const size = Number(/karui_arena\[(\d+)\]/.exec(source)[1]);
    assert.equal(await arena(lab, (bytes) => bytes === size), size);
    const zip = await download(lab, "export-arduino");
    assert.match(zip.name, /\.zip$/);
    assert.ok(zip.bytes.includes("karui_model/library.properties") && zip.bytes.includes(c.bytes));
  }));

test("a network that bursts a board's memory is told with its layer, and what would help fits", () =>
  withPage({ query: DIET }, async (lab) => {
    await lab.ready();
    await open(lab);
    const own = await arena(lab, (bytes) => bytes > 0);
    await fits(lab, 1);
    await lab.by("memory-network").selectOption({ label: "mobilenet-v1" });
    const float = await arena(lab, (bytes) => bytes !== own);
    assert.ok(float > 4_000_000, String(float));
    await fits(lab, 0);
    const said = await lab.by("fits").textContent();
    assert.match(said, /does not fit Arduino Nano 33 BLE/);
    assert.match(said, /first layer that bursts it/);
    assert.ok((await lab.page.locator(".m-value.over").count()) > 0);
    // A quarter in integers, a quarter of that at half the resolution, as the card foretells.
    const foretold = await lab.page.locator(".m-table").first().textContent();
    assert.match(foretold, /Quantize to int8/);
    await lab.by("memory-numbers").selectOption("int8");
    const int8 = await arena(lab, (bytes) => bytes !== float);
    assert.equal(4 * int8, float);
    await lab.by("board-select").selectOption({ label: "Raspberry Pi Zero: 512 MiB" });
    await fits(lab, 1);
  }));

test("the card is in Japanese too, and no wider than a phone", () =>
  withPage({ query: DIET, lang: "ja", viewport: PHONE }, async (lab) => {
    await lab.ready();
    await open(lab);
    await arena(lab, (bytes) => bytes > 0);
    assert.match(await lab.by("fits").textContent(), /載ります/);
    const overflow = await lab.by("memory-plan").evaluate((it) => it.scrollWidth - it.clientWidth);
    assert.ok(overflow <= 1, `${overflow} px too wide`);
  }));
