// The service worker: what was seen once works without a network, all of it where the learner has asked for that, and no page ever meets a worker of another
// build. The build fills in the constants (www/finish.mjs): BUILD is a hash of every file, FILES what is fetched ahead, and
// LATER what is kept when it is first used, or all at once where the page asks for it: [file, bytes] each.
const BUILD = "@BUILD@";
const FILES = /*@FILES@*/ [];
const LATER = /*@LATER@*/ [];

// A host may carry several Karuis below different paths; the caches belong to the host, so their names say which.
const SCOPE = self.registration.scope;
const PAGE = `karui ${SCOPE} page ${BUILD}`;
// Shards never change under their name without a new build of the manifest, and are large: they outlive a build.
const DATA = `karui ${SCOPE} data`;

// A function that uses i8x16.relaxed_swizzle: which of the two workers this browser will ask for.
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 0, 253, 15, 65, 0, 253, 15, 253,
  128, 2, 11,
];

// What the first view shows: fetched again through the browser's own cache, where the page has just put it.
const FIRST_VIEW = ["test-labels.idx.gz", "test-images-00.idx.gz", "test-images-01.idx.gz"].map((f) => `data/fashion-mnist/${f}`);
const FIRST_WEIGHTS = ["weights/fashion-mnist-lenet.safetensors"];

function wanted() {
  const other = WebAssembly.validate(new Uint8Array(RELAXED)) ? "worker/simd128/" : "worker/relaxed/";
  return FILES.filter((file) => !file.startsWith(other));
}

self.addEventListener("install", (event) => {
  // "reload": a half-expired HTTP cache must not put an old file into the new build.
  const requests = wanted().map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(
    (async () => {
      const [page, data] = await Promise.all([caches.open(PAGE), caches.open(DATA)]);
      await page.addAll([...requests, ...FIRST_WEIGHTS]);
      const kept = await Promise.all(FIRST_VIEW.map((file) => data.match(file)));
      await data.addAll(FIRST_VIEW.filter((_, i) => !kept[i]));
      // What the build before has kept beyond that is wanted of this one too; a failure costs that file alone.
      const held = LATER.map(([file]) => file).filter((file) => cacheOf(file) === PAGE && !FIRST_WEIGHTS.includes(file));
      for (const file of held) if (await caches.match(file)) await page.add(file).catch(() => {});
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const mine = (await caches.keys()).filter((name) => name.startsWith(`karui ${SCOPE} `));
      await Promise.all(mine.filter((name) => name !== PAGE && name !== DATA).map((name) => caches.delete(name)));
      // Only the first visit has pages that no service worker serves; from here on their shards are kept.
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
  else if (event.data === "kept?") event.waitUntil(tell("known", event.source));
  else if (event.data === "keep all") event.waitUntil(keepAll());
});

const cacheOf = (file) => (file.endsWith(".idx.gz") ? DATA : PAGE);

// Which of the files of LATER are kept.
async function kept() {
  const [page, data] = await Promise.all([caches.open(PAGE), caches.open(DATA)]);
  return Promise.all(LATER.map(async ([file]) => !!(await (cacheOf(file) === DATA ? data : page).match(file))));
}

// Tells a page, or all of them, what is kept: ["kept", state, [[folder, bytes, of], …]]. `state` is known, busy or failed.
async function tell(state, client) {
  const here = await kept();
  const folders = new Map();
  for (const [i, [file, bytes]] of LATER.entries()) {
    const folder = file.slice(0, file.lastIndexOf("/"));
    const [has, of] = folders.get(folder) ?? [0, 0];
    folders.set(folder, [has + (here[i] ? bytes : 0), of + bytes]);
  }
  const told = ["kept", busy ? "busy" : state, [...folders].map(([folder, sizes]) => [folder, ...sizes])];
  const all = client ? [client] : await self.clients.matchAll({ type: "window" });
  for (const page of all) page.postMessage(told);
}

let busy = false;

// Keeps what is not kept yet, one file after the other, and tells how far it is.
async function keepAll() {
  if (busy) return;
  busy = true;
  let state = "known";
  try {
    const here = await kept();
    for (const [i, [file]] of LATER.entries()) {
      if (here[i]) continue;
      await tell("busy");
      await (await caches.open(cacheOf(file))).add(file);
    }
  } catch {
    state = "failed";
  }
  busy = false;
  await tell(state);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(SCOPE)) return;
  if (event.request.mode === "navigate") event.respondWith(navigate(event.request));
  else if (url.pathname.endsWith(".idx.gz")) event.respondWith(keep(DATA, event.request));
  else if (/\.(safetensors|jpg|txt)$|\/python\/[^/]*$/.test(url.pathname)) event.respondWith(keep(PAGE, event.request));
  else event.respondWith(file(event.request));
});

// A newer build that has been fetched takes over at a navigation, when no other page of the older one is open: the
// empty answer makes the browser ask again, and then the newer service worker answers.
async function navigate(request) {
  if (self.registration.waiting && (await self.clients.matchAll({ type: "window" })).length < 2) {
    self.registration.waiting.postMessage("activate");
    // The icon keeps the browser from asking the host's root for one.
    const again = '<!doctype html><link rel="icon" href="data:,">';
    return new Response(again, { headers: { Refresh: "0", "Content-Type": "text/html" } });
  }
  const cache = await caches.open(PAGE);
  return (await cache.match("index.html")) ?? fetch(request);
}

async function file(request) {
  const cache = await caches.open(PAGE);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

// Answers from the cache `name`, or fetches and keeps. A reader that found a kept file damaged asks with "reload".
async function keep(name, request) {
  const cache = await caches.open(name);
  const kept = request.cache === "reload" ? undefined : await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  // Only whole answers are kept, and a full disk must not cost the learner the file.
  if (response.status === 200) cache.put(request, response.clone()).catch(() => {});
  return response;
}
