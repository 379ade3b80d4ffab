// A plain static server, as any host would be: loopback only, under a sub-path, with the page's own policy as a header
// too, and without the headers (COOP, COEP) that GitHub Pages does not send either.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".md": "text/plain; charset=utf-8",
  // Not `Content-Encoding: gzip`: the page asks for the packed file and unpacks it.
  ".gz": "application/gzip",
};

// The policy as index.html states it; frame-ancestors cannot stand in a meta element.
function policyOf(root) {
  const index = join(root, "index.html");
  const html = existsSync(index) ? readFileSync(index, "utf8") : "";
  const meta = /http-equiv="?Content-Security-Policy"?\s+content="([^"]+)"/i.exec(html);
  return meta ? `${meta[1]}; frame-ancestors 'none'` : null;
}

/**
 * Serves `root` under `base`. Returns `{ url, policy, faults, log, close }`.
 *
 * `faults` maps a part of a path to what happens to requests for it: a status (404, 500), "cut" (half of the bytes, then
 * the connection ends), "short" (half of the bytes as if they were all), "garbage", "drop" (the connection ends), "silence" (no answer, the connection stays), or a function of
 * the text. `before(path)` is waited for before a request is looked at.
 */
export async function serve({ root, base = "/some/sub-path/", port = 0, csp = true, before }) {
  const policy = csp ? policyOf(root) : null;
  const faults = new Map();
  const log = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    log.push(path);
    await before?.(path);
    const headers = { "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache" };
    if (policy) headers["Content-Security-Policy"] = policy;
    const fault = [...faults].find(([part]) => path.includes(part))?.[1];
    const end = (status, body = "") => response.writeHead(status, headers).end(body);
    if (fault === "drop") return void response.socket.destroy();
    if (fault === "silence") return;
    if (typeof fault === "number") return void end(fault);
    if (!path.startsWith(base)) return void end(404);
    let file = normalize(join(root, path.slice(base.length)));
    if (!file.startsWith(normalize(root))) return void end(403);
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    if (!existsSync(file)) return void end(404);
    headers["Content-Type"] = TYPES[extname(file)] ?? "application/octet-stream";
    const size = statSync(file).size;
    if (fault) {
      const bytes = readFileSync(file);
      if (typeof fault === "function") return void end(200, fault(bytes.toString()));
      if (fault === "short") return void end(200, bytes.subarray(0, size >> 1));
      if (fault === "garbage") return void end(200, Buffer.alloc(size, 0x55));
      response.writeHead(200, { ...headers, "Content-Length": size });
      response.write(bytes.subarray(0, size >> 1), () => response.socket.destroy());
      return;
    }
    response.writeHead(200, { ...headers, "Content-Length": size });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    policy,
    faults,
    log,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
