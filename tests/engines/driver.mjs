// One way to use a page in three engines: Chromium and Firefox by Playwright, WebKitGTK by its own WebDriver. What a page can do
// here is what all three can.
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { firefox } from "playwright-core";
import { launch } from "../e2e/browser.mjs";

const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const MINIBROWSER = ["x86_64", "aarch64"].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`).find(existsSync);

/** The engines, by their names. Each gives `{ version, open(size, touch), close() }`, and `open` a page. */
export const ENGINES = {
  chromium: async () => byPlaywright(await launch()),
  // Firefox speaks WebDriver BiDi, which Playwright knows by this channel.
  firefox: async () => byPlaywright(await firefox.launch({ channel: "moz-firefox", executablePath: FIREFOX, headless: true })),
  webkit: byWebDriver,
};

/** What of the console concerns nobody: the driver's own styles for screenshots, which the page's policy refuses. */
const HARMLESS = [/inline style/, /Service Worker registration blocked/];

function byPlaywright(browser) {
  return {
    version: browser.version(),
    async open({ width, height }, { lang = "ja", origin }) {
      const context = await browser.newContext({ viewport: { width, height }, locale: lang === "ja" ? "ja-JP" : "en-US" });
      const page = await context.newPage();
      const problems = [];
      const note = (text) => HARMLESS.some((pattern) => pattern.test(text)) || problems.push(text);
      page.on("console", (message) => message.type() === "error" && note(message.text()));
      page.on("pageerror", (error) => note(error.message));
      page.on("request", (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(origin) || note(`left the origin: ${request.url()}`));
      return {
        problems: async () => problems,
        goto: (url) => page.goto(url),
        reload: () => page.reload(),
        run: (work, ...args) => page.evaluate(`(${work})(...${JSON.stringify(args)})`),
        screenshot: (path) => page.screenshot({ path }),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** WebKitGTK by its driver, a process for each page on a display of its own: a session that is begun after another may hang. */
async function byWebDriver() {
  if (!MINIBROWSER) throw new Error("WebKitGTK's MiniBrowser is not there");
  let port = 20_000 + (process.pid % 20_000);
  let version = "WebKitGTK";
  return {
    get version() {
      return version;
    },
    async open({ width, height }) {
      port += 1;
      const driver = spawn("xvfb-run", ["-a", "-s", "-screen 0 1600x1200x24", "WebKitWebDriver", `--port=${port}`], { stdio: "ignore", detached: true });
      const end = () => process.kill(-driver.pid);
      const call = caller(`http://127.0.0.1:${port}`);
      try {
        for (let waited = 0; !(await call("GET", "/status").then(() => true, () => false)); waited += 1) {
          if (waited > 200) throw new Error("WebKitWebDriver does not answer");
          await new Promise((done) => setTimeout(done, 100));
        }
        const options = { binary: MINIBROWSER, args: ["--automation"] };
        const made = await call("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
        version = `WebKitGTK ${made.capabilities.browserVersion}`;
        const at = `/session/${made.sessionId}`;
        await call("POST", `${at}/window/rect`, { width, height });
        return {
          // It has no console to listen to.
          problems: async () => [],
          goto: (url) => call("POST", `${at}/url`, { url }),
          reload: () => call("POST", `${at}/refresh`, {}),
          run: (work, ...args) => call("POST", `${at}/execute/sync`, { script: `return (${work})(...arguments)`, args }),
          screenshot: async (path) => writeFileSync(path, Buffer.from(await call("GET", `${at}/screenshot`), "base64")),
          close: () => call("DELETE", at).catch(() => {}).finally(end),
        };
      } catch (error) {
        end();
        throw error;
      }
    },
    async close() {},
  };
}

/** Calls a WebDriver (W3C WebDriver, section 6) at this address. */
function caller(address) {
  return async (method, path, body) => {
    const response = await fetch(address + path, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
}
