// Starts the worker of a Python program: MicroPython, beside the engine's code in this same folder. A worker runs one program and
// ends with it, so that nothing of a program is left for the next one.
import { loadMicroPython } from "../../python/micropython.js";

// What MicroPython may take of the device's memory. It frees nothing while a program runs: it cannot see what the stack of
// WebAssembly refers to.
const LIMIT = 256 * 1024 * 1024;

// Words for the calls that are open: WebAssembly's own stack, and not this one, is to end a recursion.
const CALLS = 16 * 1024;

// MicroPython's memory grows by this call; the engine's, by an instruction of its own.
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > LIMIT) throw new RangeError("the limit of a program's memory");
  return grow.call(this, pages);
};
// That it did not grow is told as Python's MemoryError; on the console it would be told again.
console.error = () => {};
console.warn = () => {};

// What could leave the page, touch what is kept, or make code of text: a program can come from a link.
const CLOSED =
  "fetch XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource importScripts indexedDB caches cookieStore Worker SharedWorker " +
  "BroadcastChannel navigator location eval Function setTimeout setInterval FontFace Notification RTCPeerConnection " +
  "RTCDataChannel FileReader FileReaderSync addEventListener";

function close() {
  const shut = (of, name) => Object.defineProperty(of, name, { value: undefined, writable: false, configurable: false });
  for (const name of CLOSED.split(" ")) {
    for (let of = self; of; of = Object.getPrototypeOf(of)) if (Object.hasOwn(of, name)) shut(of, name);
    if (!Object.hasOwn(self, name)) shut(self, name);
  }
  const functions = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const it of functions) shut(Object.getPrototypeOf(it), "constructor");
}

/**
 * An interpreter with these modules, [path, text] each. `ask(op, json)` is the engine's answer as JSON, `ask(line)` says that a
 * line begins and `ask(null, text)` that the program has printed. Gives what runs a program: a function of its text, which
 * returns nothing, or what the interpreter says of how it failed.
 */
self.karuiPython = async (files, ask) => {
  let printed = [];
  const decoder = new TextDecoder();
  const flush = () => {
    if (printed.length === 0) return;
    const text = decoder.decode(new Uint8Array(printed), { stream: true });
    printed = [];
    ask(null, text);
  };
  const print = (bytes) => {
    printed.push(...bytes);
    if (printed.length > 4096) flush();
  };
  const url = new URL("../../python/micropython.wasm", import.meta.url).href;
  const python = await loadMicroPython({ url, stdout: print, stderr: print, linebuffer: false, pystack: CALLS });
  python.registerJsModule("_karui", {
    call: (op, json) => ask(op, json),
    line: (line) => {
      flush();
      ask(line);
    },
  });
  for (const name of ["js", "jsffi"]) python.registerJsModule(name, {});
  for (const [path, text] of files) {
    const folders = path.split("/").slice(1, -1);
    folders.reduce((at, folder) => {
      const here = `${at}/${folder}`;
      if (!python.FS.analyzePath(here).exists) python.FS.mkdir(here);
      return here;
    }, "");
    python.FS.writeFile(path, text);
  }
  python.runPython("import sys\nsys.path.append('/lib')\nimport _karui_start\n_karui_start.begin(globals())\ndel sys, _karui_start");
  close();
  return (text) => {
    let failed;
    // Then what the last statement has done.
    for (const part of [text, "_karui_told()"]) {
      try {
        python.runPython(part);
      } catch (error) {
        failed ??= error.constructor.name === "PythonError" ? error.message : `${error.name}: ${error.message}`;
      }
      flush();
    }
    return failed;
  };
};

await import(`./worker.js${self.location.search}`);
