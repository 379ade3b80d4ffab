// What both side-by-side benchmarks share: the build, the browser, and a page for each contender.
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../e2e/browser.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const repository = dirname(dirname(here));

// Where `./lab bench` leaves Karui's benchmark package, in both builds.
const stage = resolve(repository, process.env.CARGO_TARGET_DIR ?? "target", "stage/worker/karui-bench");

export const say = (text) => process.stderr.write(`${text}\n`);

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Builds the benchmark package, or ends the process. */
export function build() {
  // No benchmark has this name: it builds and runs nothing.
  const { status } = spawnSync("./lab", ["bench", "--filter", "only-build"], { cwd: repository, stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

/** Nothing may slow down a page because another one is in front. */
export const start = (webgpu = false) =>
  launch({
    webgpu,
    args: [
      "--disable-background-timer-throttling",
      "--disable-renderer-backgrounding",
      "--disable-backgrounding-occluded-windows",
      "--enable-unsafe-swiftshader", // webgl without a GPU
    ],
  });

/** A page of its own for the contender in `pages/<module>.js`: `{ page, threadTime }`, the latter in seconds. */
export async function open(browser, url, module) {
  const page = await browser.newPage();
  // LiteRT.js sends everything that it has to say to the console's errors.
  const isError = (message) => message.type() === "error" && !/^(INFO|WARNING):/.test(message.text());
  page.on("console", (message) => isError(message) && say(`  ${module}: ${message.text()}`));
  // The build may lie outside of the folder that is served.
  await page.route("**/stage/*/*", (route) => {
    const file = new URL(route.request().url()).pathname.replace("/stage/", "");
    return route.fulfill({ path: join(stage, file) });
  });
  await page.goto(`${url}tests/peers/pages/index.html`);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Performance.enable", { timeDomain: "threadTicks" });
  const threadTime = async () => {
    const { metrics } = await protocol.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "ThreadTime").value;
  };
  return { page, threadTime };
}
