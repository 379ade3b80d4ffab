// Real networks: trained ones on photographs and the camera, made light, and taught other classes.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { launch } from "../../../tests/e2e/browser.mjs";
import { DIST, LONG, PHONE, WIDE, openPage, withPage } from "../../../tests/e2e/lab.mjs";

const REAL = "?tab=real";
const PHOTOS = 6;
const LITE0 = join(DIST, "weights/efficientnet-lite0.safetensors");

// A camera without a camera: Chromium draws its pictures itself.
const FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
let camera;
after(async () => (await camera)?.close());

async function withCamera(options, use) {
  camera ??= launch({ args: FAKE });
  const context = await (await camera).newContext({ locale: "en-US", viewport: WIDE, serviceWorkers: "block" });
  await withPage({ ...options, context }, use);
}

/** Waits until the network has seen a picture. */
async function seen(lab) {
  await lab.until("top-class", (p) => p > 0 && p <= 1, LONG);
}

const photo = (lab, i) => lab.by("photo-list").locator('[data-do="show"]').nth(i);

/** Waits until all shipped photographs are on the list. */
async function photos(lab) {
  await photo(lab, PHOTOS - 1).waitFor({ timeout: LONG });
  await seen(lab);
}

async function download(lab, id) {
  const [file] = await Promise.all([lab.page.waitForEvent("download", { timeout: LONG }), lab.by(id).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** A picture of one colour as a file of the browser's own making. */
async function picture(lab, name, colour, side = 64) {
  const url = await lab.page.evaluate(([colour, side]) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, side, side);
    context.fillStyle = "black";
    context.fillRect(side / 4, side / 4, side / 8, side / 2);
    return canvas.toDataURL("image/png");
  }, [colour, side]);
  return { name, mimeType: "image/png", buffer: Buffer.from(url.split(",")[1], "base64") };
}

test("the person detector says what it sees in the photographs, and how fast", () =>
  withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    assert.match(await lab.by("top-class").innerText(), /person/i);
    assert.ok((await lab.until("frame-latency", (ms) => ms > 0)) < 1000);
    assert.ok((await lab.until("first-answer", (ms) => ms > 0)) < 5000);
    // The astronaut is one, the coffee is none.
    await photo(lab, 0).click();
    await lab.page.getByTestId("top-class").filter({ hasText: "A person" }).waitFor();
    await photo(lab, 3).click();
    await lab.page.getByTestId("top-class").filter({ hasText: "No person" }).waitFor();
    // The answer is in the reader's language.
    await lab.choose("lang-select", "ja");
    await lab.page.getByTestId("top-class").filter({ hasText: "人はいない" }).waitFor();
  }));

test("a dropped picture joins the list; one that is none is told, and nothing is lost", () =>
  withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    await lab.by("picture-open").setInputFiles([await picture(lab, "a.png", "tomato"), await picture(lab, "large.png", "teal", 4000)]);
    await photo(lab, PHOTOS + 1).waitFor({ timeout: LONG });
    await lab.by("picture-open").setInputFiles({ name: "b.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await lab.told("camera", /PNG or JPEG/);
    await lab.by("photo-list").locator('[data-do="remove"]').first().click();
    await photo(lab, PHOTOS + 1).waitFor({ state: "detached" });
    await seen(lab);
  }));

test("the camera is looked at frame by frame, and stops when the tab is left", () =>
  withCamera({ query: REAL }, async (lab) => {
    await seen(lab);
    await lab.by("camera-start").click();
    const rate = await lab.until("frame-rate", (fps) => fps > 1, LONG);
    assert.ok(rate < 1000);
    const stream = () => lab.page.evaluate(() => document.querySelector("video").srcObject !== null);
    assert.ok(await stream());
    await lab.by("camera-keep").click();
    await lab.by("photo-list").locator('[data-do="remove"]').first().waitFor();
    await lab.tab("curves");
    await lab.page.waitForFunction(() => document.querySelector("video").srcObject === null);
    await lab.tab("real");
    await lab.page.getByTestId("frame-rate").waitFor({ state: "detached" });
  }));

test("a camera that is refused is told", () =>
  withPage({ query: REAL }, async (lab) => {
    await seen(lab);
    await lab.by("camera-start").click();
    await lab.told("camera", /camera/i);
    await photo(lab, 1).click();
    await seen(lab);
  }));

test("a camera that is unplugged, and a frame that cannot be read, are told, and the photographs still work", () =>
  withCamera({ query: REAL }, async (lab) => {
    await photos(lab);
    const start = async () => {
      await lab.by("camera-start").click();
      await lab.until("frame-rate", (fps) => fps > 1, LONG);
    };
    await start();
    await lab.page.evaluate(() => {
      const [track] = document.querySelector("video").srcObject.getVideoTracks();
      track.dispatchEvent(new Event("ended"));
    });
    await lab.told("camera", /picture has ended/);
    await photo(lab, 1).click();
    await seen(lab);
    await start();
    assert.equal(await lab.page.getByTestId("fault-camera").count(), 0, "what was wrong before is no more");
    await lab.page.evaluate(() => {
      const read = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function () {
        CanvasRenderingContext2D.prototype.getImageData = read;
        throw new DOMException("no frame", "InvalidStateError");
      };
    });
    await lab.told("camera", /frame of the camera could not be read/);
    assert.ok(await lab.page.evaluate(() => document.querySelector("video").srcObject === null));
    await photo(lab, 0).click();
    await lab.page.getByTestId("top-class").filter({ hasText: "A person" }).waitFor({ timeout: LONG });
  }));

test("a picture of forty megapixels is looked at; a network of more than 256 MB is refused before it is read", () =>
  withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    await lab.by("picture-open").setInputFiles(await picture(lab, "huge.png", "olive", 6400));
    await photo(lab, PHOTOS).waitFor({ timeout: LONG });
    await seen(lab);
    // A file without contents takes no room on the disk.
    const folder = mkdtempSync(join(tmpdir(), "karui-"));
    const path = join(folder, "large.safetensors");
    try {
      writeFileSync(path, "");
      truncateSync(path, 256_000_001);
      await lab.by("real-open").setInputFiles(path);
      await lab.told("real-network", /256/);
    } finally {
      rmSync(folder, { recursive: true });
    }
    await photo(lab, 0).click();
    await lab.page.getByTestId("top-class").filter({ hasText: "A person" }).waitFor({ timeout: LONG });
  }));

test("the network that was chosen is in the link", { skip: !existsSync(LITE0) }, async () => {
  let query;
  await withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    await lab.by("real-efficientnet-lite0").click();
    await lab.page.waitForFunction(() => location.search.includes("network=efficientnet-lite0"));
    query = new URL(lab.page.url()).search;
  });
  await withPage({ query }, async (lab) => {
    await lab.page.waitForFunction(() => {
      const button = document.querySelector('[data-testid="real-efficientnet-lite0"]');
      return button?.getAttribute("aria-pressed") === "true";
    }, null, { timeout: LONG });
    await photo(lab, 1).click();
    await lab.page.getByTestId("top-class").filter({ hasText: /cat/i }).waitFor({ timeout: LONG });
  });
});

test("low rank on a large network goes layer by layer, answers meanwhile, and can be given up", { skip: !existsSync(LITE0) }, () =>
  withPage({ query: `${REAL}&network=efficientnet-lite0` }, async (lab) => {
    await photos(lab);
    await lab.by("toggle-low-rank").click();
    await lab.by("real-run-recipe").click();
    await lab.page.getByText(/\d+ of \d+ layers/).waitFor({ timeout: LONG });
    await photo(lab, 0).click();
    await lab.page.waitForFunction(() => document.querySelectorAll(".real-photo")[0].getAttribute("aria-pressed") === "true");
    await seen(lab);
    await lab.by("real-undo").click();
    await lab.page.getByText(/\d+ of \d+ layers/).waitFor({ state: "detached" });
    await seen(lab);
  }));

test("a recipe makes the real network smaller, and agreement is counted over the photographs", () =>
  withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    await lab.by("toggle-quantize").click();
    await lab.by("real-run-recipe").click();
    const agreement = await lab.until("real-agreement", (share) => share >= 0, LONG);
    assert.ok(agreement >= 0.5 && agreement <= 1, `${agreement}`);
    // Six photographs, each as a whole and in nine crops.
    await lab.by("real-result").getByText(/nine crops.*60 pictures/).waitFor({ timeout: LONG });
    const size = await lab.value("real-size");
    const was = Number(await lab.by("real-size").getAttribute("data-before"));
    assert.ok(was / size > 3 && was / size < 4.5, `${was} to ${size}`);
    assert.ok((await lab.value("real-latency")) > 0);
    // Both answers stand beside each other.
    await lab.page.locator(".real-pair .real-top").nth(1).waitFor();
    const packed = await download(lab, "real-export-packed");
    assert.equal(packed.bytes.length, size, "the size shown is the file's length");
    const onnx = await download(lab, "real-export-onnx");
    assert.ok(onnx.bytes.includes("QuantizeLinear"));
    const tflite = await download(lab, "real-export-tflite");
    assert.equal(tflite.bytes.subarray(4, 8).toString(), "TFL3");
    const c = await download(lab, "real-export-c");
    assert.ok(c.bytes.includes("typedef int8_t karui_value"));
    await lab.by("real-undo").click();
    await lab.page.locator(".real-pair").waitFor({ state: "detached" });
  }));

test("the last layer learns the learner's classes, which outlive a reload and can be taken away", () =>
  withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    for (const [i, colour] of ["tomato", "royalblue"].entries()) {
      await lab.by("class-add").click();
      await lab.page.getByTestId("class-name").nth(i).waitFor();
      const files = [];
      for (let n = 0; n < 6; n += 1) files.push(await picture(lab, `${n}.png`, colour, 60 + n));
      await lab.by("class-files").setInputFiles(files);
      await lab.page.waitForFunction((i) => document.querySelectorAll('[data-testid="class-count"]')[i]?.dataset.value === "6", i);
    }
    const name = lab.page.getByTestId("class-name").first();
    await name.fill("red things");
    await name.press("Tab");
    await lab.by("head-train").click();
    await lab.page.getByTestId("head-accuracy").waitFor({ timeout: LONG });
    assert.equal(await lab.value("head-accuracy"), 1);
    await lab.by("picture-open").setInputFiles(await picture(lab, "new.png", "tomato", 90));
    await lab.page.getByTestId("top-class").filter({ hasText: "red things" }).waitFor({ timeout: LONG });
    const file = await download(lab, "real-export-safetensors");
    assert.ok(file.name.includes("own") && file.bytes.length > 100_000);
    const classes = await download(lab, "classes-save");
    assert.ok(classes.bytes.length > 12 * 224 * 224 * 3);
    await lab.page.waitForTimeout(2500);
    await lab.page.reload();
    await lab.page.waitForFunction(() => document.querySelectorAll('[data-testid="class-count"]').length === 2, null, { timeout: LONG });
    await lab.by("classes-delete").click();
    await lab.page.getByTestId("class-count").first().waitFor({ state: "detached" });
    await lab.by("classes-open").setInputFiles({ name: "c.safetensors", mimeType: "application/octet-stream", buffer: classes.bytes });
    await lab.page.getByTestId("class-count").nth(1).waitFor();
  }));

test("two tabs that take pictures lose none", () =>
  withPage({ query: REAL }, async (lab) => {
    const counts = (tab) =>
      tab.page.evaluate(() => [...document.querySelectorAll('[data-testid="class-count"]')].map((e) => e.dataset.value));
    const add = async (tab, colour, count) => {
      await tab.by("class-add").click();
      await tab.page.getByTestId("class-count").first().waitFor();
      const files = [];
      for (let n = 0; n < count; n += 1) files.push(await picture(tab, `${n}.png`, colour, 60 + n));
      await tab.by("class-files").setInputFiles(files);
      await tab.page.waitForFunction(
        (count) => document.querySelector('[data-testid="class-count"]')?.dataset.value === `${count}`,
        count,
      );
    };
    const other = await openPage({ query: REAL, context: lab.context });
    await photos(lab);
    await photos(other);
    // Both name it alike: the pictures of both are one class's.
    await add(lab, "tomato", 2);
    await lab.page.waitForTimeout(2500);
    await add(other, "royalblue", 3);
    await other.page.waitForFunction(
      () => document.querySelector('[data-testid="class-count"]').dataset.value === "5",
      null,
      { timeout: LONG },
    );
    await lab.page.reload();
    await photos(lab);
    await lab.page.getByTestId("class-count").first().waitFor({ timeout: LONG });
    assert.deepEqual(await counts(lab), ["5"]);
    assert.deepEqual(other.problems, []);
  }));

test("EfficientNet-Lite0 arrives with progress and names ImageNet's classes in both languages", { skip: !existsSync(LITE0) }, () =>
  withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    await lab.by("real-efficientnet-lite0").click();
    await photo(lab, 1).click();
    await lab.page.getByTestId("top-class").filter({ hasText: /cat/i }).waitFor({ timeout: LONG });
    await lab.choose("lang-select", "ja");
    await lab.page.getByTestId("top-class").filter({ hasText: /猫/ }).waitFor({ timeout: LONG });
  }));

test("a network goes out as safetensors and comes back as the learner's own", () =>
  withPage({ query: REAL }, async (lab) => {
    await photos(lab);
    const p = await lab.value("top-class");
    const { bytes } = await download(lab, "real-export-safetensors");
    await lab.by("real-open").setInputFiles({ name: "mine.safetensors", mimeType: "application/octet-stream", buffer: bytes });
    await lab.by("real-network").getByText("mine.safetensors").waitFor({ timeout: LONG });
    await lab.until("top-class", (now) => Math.abs(now - p) < 1e-6, LONG);
    // A tensor less: the first that does not fit is named, and the network stays.
    const head = Number(bytes.readBigUInt64LE(0));
    const broken = Buffer.from(bytes);
    broken.write("X", 8 + bytes.subarray(8, 8 + head).indexOf("conv1.weight"));
    await lab.by("real-open").setInputFiles({ name: "b.safetensors", mimeType: "application/octet-stream", buffer: broken });
    await lab.told("real-network", /onv1\.weight|file|tensor/i);
    await lab.until("top-class", (now) => Math.abs(now - p) < 1e-6, LONG);
  }));

test("weights that do not arrive, and a file that is no network, are told", () =>
  withPage({ query: REAL, faults: { "person.safetensors": 500 }, allow: [/500/] }, async (lab) => {
    await lab.told("real-network", /person\.safetensors/);
    await lab.by("real-open").setInputFiles({ name: "x.safetensors", mimeType: "application/octet-stream", buffer: Buffer.from("nothing") });
    await lab.told("real-network", /safetensors/);
  }));

test("a run in the lab goes on beside the network, and both answer", () =>
  withPage({ query: `?data=shapes&model=mlp&n=4000&epochs=60` }, async (lab) => {
    await lab.ready();
    await lab.by("train-start").click();
    await lab.state("running", LONG);
    await lab.tab("real");
    await photos(lab);
    for (let i = 0; i < PHOTOS; i += 1) {
      await photo(lab, i).click();
      await lab.page.waitForFunction((i) => document.querySelectorAll(".real-photo")[i].getAttribute("aria-pressed") === "true", i);
      await seen(lab);
    }
    await lab.by("train-pause").click();
    await lab.state("paused", LONG);
  }));

for (const [lang, theme, viewport] of [["ja", "dark", PHONE], ["ja", "light", WIDE], ["en", "light", PHONE], ["en", "dark", WIDE]]) {
  test(`real networks fit ${viewport.width} px in ${lang}, ${theme}`, () =>
    withPage({ query: REAL, lang, theme, viewport }, async (lab) => {
      await photos(lab);
      await lab.by("class-add").click();
      await lab.by("toggle-quantize").click();
      await lab.by("real-run-recipe").click();
      await lab.until("real-agreement", (share) => share >= 0, LONG);
      const [wide, visible] = await lab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= visible, `${wide} > ${visible}`);
    }));
}
