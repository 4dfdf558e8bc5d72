import process from "node:process";
import { openGate } from "../src/pipeline/image/gate_image.ts";
import { ImageMemory } from "../src/pipeline/image/image_memory.ts";
import type { ImageTools } from "../src/pipeline/image/image_tools.ts";
import { processImage } from "../src/pipeline/image/process_image.ts";
import { recipesOf } from "../src/pipeline/image/recipes.ts";
import { imageTools } from "../test/support/deidentify/image_tools.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import type { Load } from "./load.ts";
import { median } from "./spread.ts";

const rounds = 15;
/** After these rounds, V8 has optimised the code. */
const warmUpRounds = 5;
const imagesPerRound = 200;
const bytesPerRound = 64 << 20;

/**
 * What a warm thread needs for an image of each load, and the share of the gate, in processor time.
 */
export async function threadWork(loads: Readonly<Record<string, Load>>): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const load of Object.values(loads)) figures.push(...await workFor(load));
  return figures;
}

async function workFor(load: Load): Promise<Figure[]> {
  using directory = tempDir();
  const thread = new ThreadUnderTest(load, directory.path);
  const tools = threadTools();
  const [gated, bare]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    const [within, without] = [
      await thread.round(tools),
      await thread.round({ ...tools, gate: undefined }),
    ];
    if (round <= warmUpRounds) continue;
    gated.push(within);
    bare.push(without);
  }
  const [whole, rest] = [median(gated), median(bare)];
  return [
    { what: `${load.name}: a thread's work`, value: `${whole.toFixed(0)} µs an image` },
    {
      what: "  of which the gate",
      value: `${(whole - rest).toFixed(0)} µs, ${((whole - rest) / whole * 100).toFixed(1)} %`,
    },
  ];
}

/** The tools of a thread with the default options and rules. */
export function threadTools(): ImageTools {
  return {
    ...imageTools(),
    ...recipesOf(undefined),
    gate: openGate("image"),
    memory: new ImageMemory(),
  };
}

/** Processes the images of one folder again and again, as an image thread does. */
export class ThreadUnderTest {
  readonly #folder: string;
  readonly #names: readonly string[];
  readonly #repeat: number;

  constructor(load: Load, readonly directory: string) {
    this.#folder = `${directory}/ST-1`;
    Deno.mkdirSync(this.#folder);
    let bytes = 0;
    this.#names = Array.from(load.files(1, load.images), (file) => {
      Deno.writeFileSync(`${this.#folder}/${file.name}`, file.bytes);
      bytes += file.bytes.length;
      return file.name;
    });
    const passes = Math.min(imagesPerRound / this.#names.length, bytesPerRound / bytes);
    this.#repeat = Math.max(1, Math.round(passes));
  }

  /** Processor time of this process for an image, in µs. */
  async round(tools: ImageTools): Promise<number> {
    const startedAt = cpuMicros();
    for (let pass = 0; pass < this.#repeat; pass++) {
      const task = {
        folder: this.#folder,
        staged: `${this.directory}/out${pass}`,
        code: "B-1",
        files: [],
      };
      for (const [at, path] of this.#names.entries()) {
        const outcome = await processImage(task, { number: at + 1, path, isFile: true }, tools);
        if (outcome.kind !== "image") throw new Error(outcome.skipped.reason);
      }
    }
    const micros = (cpuMicros() - startedAt) / (this.#names.length * this.#repeat);
    for (let pass = 0; pass < this.#repeat; pass++) {
      Deno.removeSync(`${this.directory}/out${pass}`, { recursive: true });
    }
    return micros;
  }
}

/** Processor time of this process, which other load on the machine hardly affects. */
function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
