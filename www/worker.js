// Starts the engine's worker: a module worker beside the code of its flavour. Whoever makes it appends ?v=BUILD to its
// address, and that goes on to what it loads, so that a cached file of another build is never mixed in.
const version = self.location.search;

// Where a host sends the page's policy with this file, too: workers that this one starts are of its origin. See boot.js.
self.trustedTypes?.createPolicy("default", {
  createScriptURL: (url) => (new URL(url, self.location.href).origin === self.location.origin ? url : null),
});

try {
  const { default: init } = await import(`./karui_worker.js${version}`);
  await init({ module_or_path: new URL(`karui_worker_bg.wasm${version}`, self.location.href) });
} catch (error) {
  // A rejected module is silent in some browsers; an exception from a task reaches the page's `error` handler in all.
  setTimeout(() => {
    throw error;
  });
}
