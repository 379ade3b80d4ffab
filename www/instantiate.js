// What stands in the place of WebAssembly.instantiateStreaming in the page and the worker: www/bundle.mjs.
const { instantiateStreaming: streaming } = WebAssembly;

/** A module of a response, whatever type its host gives it. An answer that is no module says what it is. */
export async function instantiate(source, imports) {
  const response = await source;
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const typed = response.headers.get("Content-Type")?.startsWith("application/wasm");
  if (streaming && typed) return streaming(response, imports);
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
