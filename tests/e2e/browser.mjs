// Chromium, started the way that works on a machine without a GPU or a network.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const QUIET = [
  "--no-first-run",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Whatever asks for another host finds none.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

// Without these `navigator.gpu` exists and gives no adapter: that is how the fallback is tested.
const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** Starts a browser; `webgpu` gives it a software adapter, `args` are further flags. */
export async function launch({ webgpu = false, args = [] } = {}) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is not there: set CHROMIUM to a browser`);
  return chromium.launch({
    executablePath,
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...QUIET, ...(webgpu ? WEBGPU : []), ...args],
  });
}
