// An order of a WebAssembly module's functions in which neighbours are alike. Generic code is compiled over and over with
// small differences, and gzip finds a repetition only within the last 32 kB.

/** Bits of a function's sketch. */
const BITS = 8192;
/** Bytes that count as one feature: about two instructions. */
const RUN = 6;

/** `module` with a name section that says the order: wasm-opt's `reorder-functions-by-name` then brings it about. */
export function inOrderOfLikeness(module) {
  const { imported, bodies } = functionsOf(module);
  const ranks = chain(bodies.map(sketch));
  const names = ranks.map((rank, i) => [...leb(imported + i), 5, ...Buffer.from(String(rank).padStart(5, "0"))]);
  const map = [...leb(names.length), ...names.flat()];
  const section = [4, ...Buffer.from("name"), 1, ...leb(map.length), ...map];
  return Buffer.concat([module, Buffer.from([0, ...leb(section.length), ...section])]);
}

/** Each function's place in a chain that begins with the largest and goes on with the likest that is left. */
function chain(sketches) {
  const ranks = new Array(sketches.length).fill(-1);
  const left = new Set(ranks.keys());
  let last = sketches.reduce((best, s, i) => (s.count > sketches[best].count ? i : best), 0);
  for (let rank = 0; left.size > 0; rank++) {
    ranks[last] = rank;
    left.delete(last);
    let best = -1;
    let next = last;
    for (const i of left) {
      const likeness = common(sketches[last].bits, sketches[i].bits) / Math.sqrt(sketches[i].count);
      if (likeness > best) [best, next] = [likeness, i];
    }
    last = next;
  }
  return ranks;
}

/** Which runs of bytes occur in a function's body, by their hash. */
function sketch(body) {
  const bits = new Uint32Array(BITS / 32);
  for (let at = 0; at + RUN <= body.length; at++) {
    let hash = 0x811c9dc5;
    for (let i = at; i < at + RUN; i++) hash = Math.imul(hash ^ body[i], 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    bits[(hash % BITS) >> 5] |= 1 << (hash & 31);
  }
  // Short functions have nearly nothing in common with any; a few bits more keep chance from putting them first.
  return { bits, count: common(bits, bits) + 8 };
}

/** Bits that both have. */
function common(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    let x = a[i] & b[i];
    if (x === 0) continue;
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    sum += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}

/** How many functions a module imports, and the bodies of its own. */
function functionsOf(module) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  let imported = 0;
  const bodies = [];
  while (at < module.length) {
    const id = module[at++];
    const end = number() + at;
    if (id === 2) {
      for (let n = number(); n > 0; n--) {
        // The names of its module and of itself.
        for (let i = 0; i < 2; i++) at = number() + at;
        const kind = module[at++];
        // A function has the number of its type, a global a type and whether it changes; a table has a type first, and a
        // memory is limits alone: flags, the least, and the most where a flag says so.
        if (kind === 0) {
          number();
          imported++;
        } else if (kind === 3) {
          at += 2;
        } else {
          if (kind === 1) at++;
          const most = number() & 1;
          for (let i = 0; i <= most; i++) number();
        }
      }
    } else if (id === 10) {
      for (let n = number(); n > 0; n--) {
        const length = number();
        bodies.push(module.subarray(at, (at += length)));
      }
    }
    at = end;
  }
  return { imported, bodies };
}

/** A number in the format's variable length. */
function leb(value) {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
