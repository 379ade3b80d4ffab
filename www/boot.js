// Starts the page. It is a file, because the policy allows no inline script; and it is plain JavaScript, because it must still
// speak where WebAssembly or its SIMD is missing.

// A function that splats an i32 into a v128 and drops it: valid only where SIMD128 is known.
const SIMD128 = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 17, 26, 11];

const WORDS = {
  ja: {
    simd: "このブラウザーは WebAssembly SIMD に対応していないため、Karui を動かせません。Chrome 91、Firefox 89、Safari 16.4 以降でお試しください。",
    load: "ページの読み込みに失敗しました。再読み込みしてください。",
    slow: "読み込みに時間がかかっています。回線が遅いか、サーバーの応答がないようです。",
  },
  en: {
    simd: "This browser lacks WebAssembly SIMD, which Karui needs. Please use Chrome 91, Firefox 89, Safari 16.4 or newer.",
    load: "The page could not be loaded. Please reload it.",
    slow: "Loading takes long: the line is slow, or the server does not answer.",
  },
};

function tell(which, cause) {
  const lang = navigator.language.startsWith("ja") ? "ja" : "en";
  document.documentElement.lang = lang;
  const box = document.createElement("p");
  box.className = "boot-fault";
  box.dataset.testid = "boot-fault";
  box.setAttribute("role", "alert");
  box.textContent = cause ? `${WORDS[lang][which]} (${cause})` : WORDS[lang][which];
  document.body.append(box);
  return box;
}

function hasSimd() {
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(SIMD128));
}

// The policy lets nothing become HTML, a script or a script's address but through this: no text becomes a script, and scripts are
// of this origin. HTML is written by the page alone, which escapes what comes from files and links.
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (html) => html,
  createScriptURL: (url) => (new URL(url, document.baseURI).origin === location.origin ? url : null),
});

async function start() {
  if (!hasSimd()) {
    tell("simd");
    return;
  }
  // Named by the build with the hash of their content.
  const { js, wasm } = document.querySelector("script[data-js]").dataset;
  let slow;
  const timer = setTimeout(() => (slow = tell("slow")), 15_000);
  try {
    const { default: init } = await import(new URL(js, document.baseURI));
    await init({ module_or_path: new URL(wasm, document.baseURI) });
  } catch (error) {
    tell("load", error);
    throw error;
  } finally {
    clearTimeout(timer);
    slow?.remove();
  }
}

// After the page, so that filling the offline cache never competes with the first view. Where it is not allowed (an
// insecure host, a private window) the page works without.
function goOffline() {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(new URL("sw.js", document.baseURI)).catch(() => {});
  }
}

await start();
if (!CSS.supports("word-break", "auto-phrase")) {
  import("./phrases.js").then(({ keep }) => keep(document.body), () => {});
}
if (document.readyState === "complete") goOffline();
else addEventListener("load", goOffline, { once: true });
