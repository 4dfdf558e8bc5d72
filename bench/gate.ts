import process from "node:process";
import { syntheticStudy } from "../src/cli/demo/synthetic_study.ts";
import { openGate } from "../src/pipeline/image/gate_image.ts";
import type { ImageTools } from "../src/pipeline/image/image_tools.ts";
import { processImage } from "../src/pipeline/image/process_image.ts";
import { imageTools } from "../test/support/deidentify/image_tools.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { median } from "./spread.ts";

const images = 100;
const rounds = 21;

/** The time that the gate takes in an image thread, and its share of that thread's work. */
export async function gate(): Promise<Figure[]> {
  return [...await cost(512), ...await cost(16)];
}

async function cost(size: number): Promise<Figure[]> {
  using directory = tempDir();
  const folder = `${directory.path}/ST-1`;
  Deno.mkdirSync(folder);
  const files = [...syntheticStudy({ number: 1, images, size })];
  for (const { name, bytes } of files) Deno.writeFileSync(`${folder}/${name}`, bytes);
  const [without, within]: [number[], number[]] = [[], []];
  const tools = imageTools();
  const guarded = { ...tools, gate: openGate("image") };
  for (let round = 0; round < rounds; round++) {
    without.push(await micros(folder, directory.path, { ...tools, gate: undefined }));
    within.push(await micros(folder, directory.path, guarded));
  }
  const [bare, gated] = [median(without), median(within)];
  const name = `gate, images of ${((files[0]?.bytes.length ?? 0) / 1000).toFixed(1)} KB`;
  return [
    { what: `${name}: thread work without`, value: `${bare.toFixed(0)} µs an image` },
    { what: "  with", value: `${gated.toFixed(0)} µs an image` },
    {
      what: "  the gate",
      value: `${(gated - bare).toFixed(0)} µs an image, ${
        ((gated - bare) / gated * 100).toFixed(1)
      } % of the thread's work`,
    },
  ];
}

async function micros(folder: string, directory: string, tools: ImageTools): Promise<number> {
  const staged = `${directory}/out`;
  const task = { folder, staged, code: "B-1", files: [] };
  const startedAt = cpuMicros();
  for (let number = 1; number <= images; number++) {
    const path = `IMG${String(number).padStart(4, "0")}.dcm`;
    const outcome = await processImage(task, { number, path, isFile: true }, tools);
    if (outcome.kind !== "image") throw new Error(outcome.skipped.reason);
  }
  const time = (cpuMicros() - startedAt) / images;
  Deno.removeSync(staged, { recursive: true });
  return time;
}

/** Processor time of this process, which other load on the machine does not affect. */
function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
