// The shipped photographs as a file for `karui agree`: a browser decodes them.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../e2e/browser.mjs";

const SIDE = 224;

/** Writes the middle squares of the .jpg files in `folder` to `out`: safetensors, `input` [N, 3, 224, 224], values 0 … 255. */
export async function photos(folder, out) {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jpg")).sort();
  const browser = await launch();
  const pictures = [];
  try {
    const page = await browser.newPage();
    for (const file of files) {
      const url = `data:image/jpeg;base64,${readFileSync(join(folder, file)).toString("base64")}`;
      const pixels = await page.evaluate(async ([url, side]) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
        const context = canvas.getContext("2d");
        context.imageSmoothingQuality = "high";
        const square = Math.min(image.width, image.height);
        context.drawImage(image, (image.width - square) / 2, (image.height - square) / 2, square, square, 0, 0, side, side);
        return [...context.getImageData(0, 0, side, side).data];
      }, [url, SIDE]);
      pictures.push(pixels);
    }
  } finally {
    await browser.close();
  }
  const plane = SIDE * SIDE;
  const values = new Float32Array(pictures.length * 3 * plane);
  pictures.forEach((rgba, n) => {
    for (let i = 0; i < plane; i += 1) for (let c = 0; c < 3; c += 1) values[(n * 3 + c) * plane + i] = rgba[4 * i + c];
  });
  const shape = [pictures.length, 3, SIDE, SIDE];
  const head = Buffer.from(JSON.stringify({ input: { dtype: "F32", shape, data_offsets: [0, values.byteLength] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  writeFileSync(out, Buffer.concat([length, head, Buffer.from(values.buffer)]));
}
