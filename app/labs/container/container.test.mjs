// Containers: a Dockerfile is built in the page, and every step says why it ran or did not.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LONG, PHONE, server, withPage } from "../../../tests/e2e/lab.mjs";

const TAB = "?tab=container";

/** Builds, and gives of each step its line, whether it was found, and why. */
async function build(lab) {
  const before = await lab.page.evaluate(() => document.querySelector(".k-summary")?.textContent ?? null);
  await lab.by("container-build").click();
  await lab.page.waitForFunction(
    (old) => {
      const now = document.querySelector(".k-summary")?.textContent;
      return now && now !== old;
    },
    before,
    { timeout: LONG },
  );
  return lab.page.$$eval("[data-testid=build-step]", (all) =>
    all.map(({ dataset }) => ({ line: Number(dataset.line), cached: dataset.cached === "true", reason: dataset.reason })),
  );
}

const ran = (steps) => steps.filter((step) => !step.cached).map((step) => step.line);
const edit = (lab, id) => lab.page.locator(`[data-edit=${id}]`).click();

test("an edit of the code runs pip again only where it comes after COPY . .", () =>
  withPage({ query: TAB }, async (lab) => {
    const first = await build(lab);
    assert.deepEqual(ran(first), [1, 2, 3, 4, 5]);
    assert.ok(first.every((step) => step.reason === "new"));
    await edit(lab, "code");
    const second = await build(lab);
    assert.deepEqual(ran(second), [3, 4, 5]);
    assert.equal(second[2].reason, "file /train.py");
    await lab.choose("container-preset", "good");
    await build(lab);
    await edit(lab, "code");
    assert.deepEqual(ran(await build(lab)), [5, 6, 7, 8]);
  }));

test("another time changes nothing, another mode does, and what is ignored does not count", () =>
  withPage({ query: `${TAB}&file=good` }, async (lab) => {
    await build(lab);
    for (const id of ["touch", "readme", "data"]) {
      await edit(lab, id);
      assert.deepEqual(ran(await build(lab)), [], id);
    }
    await edit(lab, "mode");
    assert.equal((await build(lab))[4].reason, "file /train.py");
  }));

test("the learner says which steps will run, then sees", () =>
  withPage({ query: `${TAB}&file=arg` }, async (lab) => {
    await build(lab);
    await edit(lab, "argument");
    const guess = (line) => lab.page.locator(`[data-testid=build-guess][data-at="${line}"]`).click();
    await guess(6);
    await guess(7);
    const steps = await build(lab);
    assert.ok(ran(steps).includes(6), "an argument counts whether or not it is used");
    assert.ok(Number.isFinite(await lab.value("build-guessed")));
    await lab.page.locator(".k-right").first().waitFor();
  }));

test("files of one's own: a folder takes the place of the project, a dropped Dockerfile that of the Dockerfile", () =>
  withPage({ query: TAB }, async (lab) => {
    const folder = await mkdtemp(join(tmpdir(), "karui-own-"));
    await mkdir(join(folder, "src"));
    await writeFile(join(folder, "Dockerfile"), "FROM debian\nCOPY src /src\n");
    await writeFile(join(folder, "src", "a.py"), "print(1)\n");
    await writeFile(join(folder, "src", "b.bin"), Buffer.from([255, 0, 1]));
    await writeFile(join(folder, "large.bin"), Buffer.alloc(2 << 20));
    await lab.by("context-folder").setInputFiles(folder);
    await lab.until("context-taken", (files) => files === 4);
    await lab.page.locator("[data-testid=context-taken]", { hasText: "1 of them are large" }).waitFor();
    await lab.by("context-tree").locator('[data-path="src/b.bin"]', { hasText: "3 B" }).waitFor();
    assert.equal(await lab.by("context-tree").locator('[data-path="train.py"]').count(), 0);
    assert.deepEqual(ran(await build(lab)), [1, 2]);
    await lab.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["FROM debian\nRUN echo dropped > /x\n"], "my.Dockerfile"));
      const zone = document.querySelector("[data-testid=context-drop]");
      zone.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    await lab.page.waitForFunction(() => document.querySelector("[data-testid=dockerfile-editor]").value.includes("dropped"));
    await rm(folder, { recursive: true });
  }));

test("a real folder is dropped: its files come with their paths, and its Dockerfile", () =>
  withPage({ query: TAB }, async (lab) => {
    const folder = await mkdtemp(join(tmpdir(), "karui-dropped-"));
    await mkdir(join(folder, "src", "deep"), { recursive: true });
    await writeFile(join(folder, "Dockerfile"), "FROM debian\nCOPY src /src\n");
    await writeFile(join(folder, "src", "deep", "a.py"), "print(1)\n");
    const zone = await lab.by("context-drop").boundingBox();
    const browser = await lab.context.newCDPSession(lab.page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    const at = { x: Math.round(zone.x + 40), y: Math.round(zone.y + 40) };
    for (const type of ["dragEnter", "dragOver", "drop"]) await browser.send("Input.dispatchDragEvent", { type, ...at, data });
    await lab.until("context-taken", (files) => files === 2);
    await lab.by("context-tree").locator('[data-path="src/deep/a.py"]').waitFor();
    assert.equal(await lab.by("context-tree").locator('[data-path="train.py"]').count(), 0);
    assert.match(await lab.by("dockerfile-editor").inputValue(), /COPY src/);
    await rm(folder, { recursive: true });
  }));

test("what is written is not lost: by another example, by a challenge, by a reload, and a link has it", async () => {
  const mine = "FROM debian\nRUN echo mine > /mine\n";
  let query;
  await withPage({ query: TAB }, async (lab) => {
    const editor = lab.by("dockerfile-editor");
    const holds = (text) => lab.page.waitForFunction((text) => document.querySelector("[data-testid=dockerfile-editor]")?.value === text, text);
    await editor.fill(mine);
    await lab.page.waitForFunction(() => location.search.includes("dockerfile="));
    query = lab.page.url().slice(server.url.length);
    await lab.choose("container-preset", "good");
    await lab.page.waitForFunction(() => !location.search.includes("dockerfile="));
    await lab.by("container-back").click();
    await holds(mine);
    await lab.page.locator("[data-part=challenges]").click();
    await lab.by("challenge-small").locator("[data-do=begin]").click();
    await lab.by("container-back").click();
    await lab.page.locator("[data-part=build]").click();
    await holds(mine);
    await lab.page.waitForFunction(() => location.search.includes("dockerfile="));
    await lab.page.reload();
    await lab.by("dockerfile-editor").waitFor({ timeout: LONG });
    await holds(mine);
    // Kept where the link does not say it, too.
    await lab.page.goto(server.url + TAB);
    await lab.by("container-back").click({ timeout: LONG });
    await holds(mine);
  });
  await withPage({ query }, async (lab) => {
    await lab.page.waitForFunction((text) => document.querySelector("[data-testid=dockerfile-editor]")?.value === text, mine, { timeout: LONG });
    assert.deepEqual(ran(await build(lab)), [1, 2]);
  });
});

test("steps lie on a time line, stages side by side, and what is cached takes no time", () =>
  withPage({ query: `${TAB}&file=multi-stage` }, async (lab) => {
    await build(lab);
    await lab.page.locator("[data-form=time]").click();
    const whole = await lab.until("build-time", (seconds) => seconds > 1);
    const sum = Number(await lab.by("build-time").getAttribute("data-sum"));
    assert.ok(sum > whole, "stages run side by side");
    assert.ok((await lab.page.locator(".k-span.declared").count()) > 0);
    assert.ok((await lab.page.locator(".k-span.computed").count()) > 0);
    await build(lab);
    await lab.until("build-time", (seconds) => seconds === 0);
  }));

test("two images share their lower layers", () =>
  withPage({ query: `${TAB}&view=layers&file=good` }, async (lab) => {
    await lab.until("image-size", Number.isFinite, LONG);
    await lab.by("image-keep").click();
    const shared = () => lab.page.locator("[data-testid=image-beside] [data-shared]").getAttribute("data-shared");
    const layers = await lab.by("layer-stack").locator("li").count();
    assert.equal(Number(await shared()), layers);
    await lab.page.locator("[data-part=build]").click();
    await edit(lab, "code");
    await build(lab);
    await lab.page.locator("[data-part=layers]").click();
    await lab.by("image-beside").locator(".k-shared").first().waitFor();
    const now = Number(await shared());
    assert.ok(now > 1 && now < layers, `${now} of ${layers}`);
  }));

test("declared bytes that are no number are refused in words, and what a URL gives is declared", () =>
  withPage({ query: TAB }, async (lab) => {
    await lab.by("dockerfile-editor").fill("FROM debian\nADD https://example.org/model.pt /models/\n");
    await lab.by("container-build").click();
    await lab.page.locator('[data-testid=container-problem][data-line="2"]', { hasText: "ADD https://example.org/model.pt" }).waitFor();
    await lab.page.locator("#k-declare-bytes").fill("many");
    await lab.page.getByRole("button", { name: "Declare" }).click();
    await lab.by("container-declare").waitFor();
    await lab.page.locator("#k-declare-bytes").fill("5000");
    await lab.page.getByRole("button", { name: "Declare" }).click();
    assert.deepEqual(ran(await build(lab)), [1, 2]);
    await lab.page.locator(".k-declared", { hasText: "5" }).first().waitFor();
  }));

test("a mistake is told at its line, and an unknown command is asked about", () =>
  withPage({ query: TAB }, async (lab) => {
    const text = async (source) => {
      await lab.by("dockerfile-editor").fill(source);
    };
    await text("FROM debian\nRAN true\n");
    await lab.page.locator('[data-testid=container-problem][data-line="2"]', { hasText: "unknown instruction: RAN" }).waitFor();
    await lab.page.locator('.code-line.wrong[data-line="2"]').waitFor();
    await text("FROM debian\nRUN frobnicate --all\n");
    await lab.by("container-build").click();
    await lab.page.locator('[data-testid=container-problem][data-line="2"]', { hasText: "frobnicate" }).waitFor();
    await lab.page.getByRole("button", { name: "Declare" }).click();
    assert.deepEqual(ran(await build(lab)), [1, 2]);
    await lab.page.locator(".k-declared").first().waitFor();
  }));

test("a file is added, renamed, changed and deleted", () =>
  withPage({ query: TAB }, async (lab) => {
    await build(lab);
    const tree = lab.by("context-tree");
    await lab.page.locator(".k-path").fill("a.py");
    await lab.page.getByRole("button", { name: "Add", exact: true }).click();
    await lab.by("context-text").fill("print(1)\n");
    await tree.locator('[data-path="a.py"]', { hasText: "9 B" }).waitFor();
    assert.equal((await build(lab))[2].reason, "file /a.py");
    for (const path of ["../evil", "/etc/passwd", "a//b", "train.py"]) {
      await lab.page.locator("#k-name").fill(path);
      await lab.page.locator("#k-name").press("Enter");
      await lab.page.locator(".k-file [data-testid=context-wrong]:not(:empty)").waitFor();
      await tree.locator('[data-path="a.py"]').waitFor();
    }
    await lab.page.locator("#k-mode").fill("data");
    await lab.page.locator("#k-mode").press("Enter");
    await lab.page.locator(".k-file [data-testid=context-wrong]", { hasText: "octal" }).waitFor();
    await lab.page.locator("#k-name").fill("b.py");
    await lab.page.locator("#k-name").press("Enter");
    await tree.locator('[data-path="b.py"]').waitFor();
    await lab.page.locator("[data-do=delete]").click();
    assert.equal(await tree.locator('[data-path="b.py"]').count(), 0);
    assert.ok(ran(await build(lab)).length === 0, "the project is the one that was built first");
  }));

test("stages stand side by side in the graph, and what nobody needs is grey", () =>
  withPage({ query: `${TAB}&file=multi-stage` }, async (lab) => {
    await build(lab);
    assert.equal(await lab.page.locator(".k-row.unneeded").count(), 4);
    await lab.page.locator("[data-form=graph]").click();
    const graph = lab.by("build-graph");
    await graph.waitFor();
    const top = async (line) => (await graph.locator(`[data-line="${line}"] rect`).getAttribute("y")) ?? "";
    assert.equal(await top(2), await top(11), "they do not wait for each other");
    assert.equal(await graph.locator(".k-node.unneeded").count(), 4);
  }));

test("layers say what is seen, what is stored for nothing, and the image comes as a tar", () =>
  withPage({ query: `${TAB}&view=layers&file=late-rm` }, async (lab) => {
    const size = await lab.until("image-size", Number.isFinite, LONG);
    assert.ok(size > 400_000);
    assert.ok((await lab.value("image-efficiency")) < 1);
    const layers = lab.by("layer-stack");
    await layers.locator("li", { hasText: "rm -rf /root/.cache/pip" }).locator("button").click();
    await lab.page.locator(".k-whiteout", { hasText: "/root/.cache/pip" }).first().waitFor();
    await layers.locator("li", { hasText: "RUN /bin/sh -c pip" }).locator("button").click();
    await lab.page.locator('.k-hidden[data-path="root/.cache/pip/torch"]').waitFor();
    await layers.locator("li", { hasText: "chmod 444" }).locator("button").click();
    await lab.page.locator('[data-path="weights/best.pt"], [data-path="app/weights/best.pt"]', { hasText: "copied up" }).waitFor();
    const download = lab.page.waitForEvent("download");
    await lab.by("image-download").click();
    assert.equal((await download).suggestedFilename(), "image.tar");
  }));

test("build checks stand at their lines and go when they are heeded", () =>
  withPage({ query: `${TAB}&file=wrong` }, async (lab) => {
    const checks = lab.page.locator("[data-testid=build-checks]");
    await lab.page.locator('[data-rule=SecretsUsedInArgOrEnv][data-line="9"]').waitFor({ timeout: LONG });
    await lab.page.locator('.code-line.warned[data-line="9"]').waitFor();
    assert.ok(Number(await checks.getAttribute("data-value")) >= 10);
    await lab.by("dockerfile-editor").fill('FROM debian\nCMD ["true"]\n');
    await lab.page.waitForFunction(() => document.querySelector("[data-testid=build-checks]").dataset.value === "0");
  }));

test("three kinds of virtualization stand to scale, and each more application costs a container least", () =>
  withPage({ query: `${TAB}&view=scale` }, async (lab) => {
    const kinds = lab.by("virtualization-scale").locator("[data-kind]");
    await kinds.first().waitFor({ timeout: LONG });
    const bytes = () => kinds.evaluateAll((all) => all.map((kind) => Number(kind.dataset.value)));
    const before = await bytes();
    await lab.page.locator("#k-count").fill("8");
    await lab.page.waitForFunction((old) => document.querySelector("[data-kind=host]").dataset.value !== old, String(before[0]));
    const grown = (await bytes()).map((now, i) => now - before[i]);
    assert.equal(grown[0], grown[1]);
    assert.ok(grown[2] < grown[0] / 3, String(grown));
  }));

test("docker run is done on the model: arguments, ports, and what a volume keeps", () =>
  withPage({ query: `${TAB}&view=run&file=good` }, async (lab) => {
    const scene = (id) => lab.page.locator(`[data-scene=${id}]`).click();
    const argv = (words) => lab.page.locator(`[data-testid=run-argv][data-value="${words}"]`).waitFor();
    await lab.page.locator("[data-testid=run-start]:not([disabled])").waitFor({ timeout: LONG });
    await scene("run");
    await argv("python train.py --epochs 3");
    await scene("args");
    await argv("python train.py --epochs 9");
    await scene("publish");
    await lab.page.locator('[data-port="8000/tcp"][data-host="8080"]').waitFor();
    await scene("write");
    await lab.page.locator(".k-chip", { hasText: "+ /tmp/out/score" }).waitFor();
    await scene("lost");
    await lab.by("run-failure").waitFor();
    await scene("volume");
    await lab.by("run-output").waitFor();
    await scene("volume");
    await lab.page.locator("[data-testid=run-output]", { hasText: /0\.93\s+0\.93/ }).waitFor();
    await scene("gpu");
    await lab.page.locator("[data-gpu=false]").waitFor();
    await lab.page.getByLabel("The host has the NVIDIA driver").check();
    await lab.page.locator("[data-gpu=true]").waitFor();
  }));

test("arguments behind an image with CMD alone are a program that is not there, as Docker says it", () =>
  withPage({ query: `${TAB}&view=run` }, async (lab) => {
    await lab.page.locator("[data-testid=run-start]:not([disabled])").waitFor({ timeout: LONG });
    await lab.page.locator("[data-scene=args]").click();
    await lab.page.locator(".k-problem[role=alert]", { hasText: 'exec: "--epochs": executable file not found in $PATH' }).waitFor();
    assert.equal(await lab.by("run-argv").count(), 0);
    await lab.by("run-line").fill("docker run --entrypoint bash app -c 'sleep 9'");
    await lab.by("run-line").press("Enter");
    await lab.page.locator(".k-told", { hasText: "PID 1 is a shell (bash)" }).waitFor();
  }));

test("a challenge is judged by what the builder makes of the answer", () =>
  withPage({ query: `${TAB}&view=challenges` }, async (lab) => {
    const rebuild = lab.by("challenge-rebuild");
    await rebuild.locator("[data-do=begin]").click({ timeout: LONG });
    await lab.by("dockerfile-editor").waitFor();
    await lab.page.waitForFunction(() => document.querySelector("[data-testid=build-checks]"), null, { timeout: LONG });
    await rebuild.locator("[data-do=judge]").click();
    await rebuild.locator("[data-passed=false]").waitFor();
    const good = "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .\n";
    await lab.by("dockerfile-editor").fill(good);
    await rebuild.locator("[data-do=judge]").click();
    await rebuild.locator("[data-passed=true]").waitFor();
    const line = lab.by("challenge-line");
    await line.locator("[data-do=begin]").click();
    await lab.page.locator('[data-testid=puzzle-line][data-at="2"]').click();
    await line.locator("[data-passed=false]").waitFor();
    await lab.page.locator('[data-testid=puzzle-line][data-at="3"]').click();
    await line.locator("[data-passed=true]").waitFor();
  }));

test("a link brings section and example back", async () => {
  let query;
  await withPage({ query: TAB }, async (lab) => {
    await lab.choose("container-preset", "link");
    await lab.by("container-preset").waitFor();
    await lab.page.locator("[data-part=layers]").click();
    await lab.page.waitForFunction(() => /view=layers/.test(location.search) && /file=link/.test(location.search));
    query = lab.page.url().slice(server.url.length);
  });
  await withPage({ query }, async (lab) => {
    await lab.by("layer-stack").locator("li").first().waitFor({ timeout: LONG });
    assert.equal(await lab.by("container-preset").inputValue(), "link");
  });
});

test("on a phone nothing is wider than the screen", () =>
  withPage({ query: `${TAB}&file=multi-stage`, viewport: PHONE, lang: "ja" }, async (lab) => {
    await build(lab);
    for (const part of ["build", "layers", "scale", "run", "challenges"]) {
      await lab.page.locator(`[data-part=${part}]`).click();
      const wide = await lab.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${part} is ${wide} px too wide`);
    }
  }));
