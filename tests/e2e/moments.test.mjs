// Twenty of the moments at which a worker may be lost; `./lab test soak` has more.
import { test } from "node:test";
import { moments } from "./moments.mjs";

for (const { name, use } of moments(Number(process.env.KARUI_MOMENTS ?? 20), Number(process.env.KARUI_SEED ?? 1))) test(name, use);
