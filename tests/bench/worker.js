// The checks on a GPU, where the lab has its engine too: in a worker. Asked for a name, it answers with what differs.
import init, * as bench from "./karui_bench.js";

const ready = init({ module_or_path: new URL("karui_bench_bg.wasm", import.meta.url) });
self.onmessage = async ({ data: name }) => {
  try {
    await ready;
    self.postMessage(await bench.checkGpu(name));
  } catch (error) {
    self.postMessage(`${error}`);
  }
};
