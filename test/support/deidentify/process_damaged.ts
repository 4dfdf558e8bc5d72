import { openImagePool } from "../../../src/pipeline/image/image_pool.ts";
import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { compressedImage, fragmentLayouts } from "../dicom/compressed_images.ts";
import { mutate } from "../dicom/mutate.ts";
import { pixelKinds, syntaxes } from "../dicom/pixel_cases.ts";
import { sampleFrame } from "../dicom/sample_frames.ts";
import { randomNumbers } from "../random_numbers.ts";
import { tempDir } from "../temp_dir.ts";

/** What processing damaged images took, and what became of them. */
export interface DamagedImages {
  /** How many images had each code. */
  readonly codes: Readonly<Record<string, number>>;
  readonly threads: number;
  /** The most processor time that one took, in seconds. */
  readonly slowest: number;
  /** The most memory that the whole process had. */
  readonly peakMegabytes: number;
}

const kinds = ["8 bits", "12 bits", "16 bits, signed", "RGB", "MONOCHROME1"];
/** After an error of these, their libraries are loaded again: half a second. */
const isReloaded = /JPEG 2000|HTJ2K|JPEG XL/;
const setup = {
  keys: [new Uint8Array(32).fill(7)],
  options: [],
  recipe: {
    file: "site.dicom",
    text:
      "FORMAT dicom\n%filter graylist\nLABEL known\n  notequals Modality X\n  coordinates 0,0,9,9",
  },
  quarantine: undefined,
  gate: "image",
  filesAtOnce: 2,
} as const;

/** Whole images, of every compressed syntax. */
async function images(): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> {
  const codecs = await openCodecs(codecsPath());
  return Object.entries(syntaxes).flatMap(([name, { uid, encode }]) =>
    kinds.flatMap((kindName, at) => {
      const kind = pixelKinds[kindName];
      if (!kind || !encode) return [];
      const { shape } = kind;
      const streams = ["smooth", "noise"].map((pattern, seed) =>
        encode(sampleFrame(shape, pattern as "smooth" | "noise", seed), shape, codecs)
      );
      const layout = fragmentLayouts[at % 3];
      return [{ name, bytes: compressedImage({ shape, frames: 2 }, uid, streams, layout) }];
    })
  );
}

/** Damage in the compressed frames only. */
function inFrames(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const copy = bytes.slice();
  const start = bytes.length - random(bytes.length - 900);
  for (let left = 1 + random(6); left > 0; left--) {
    copy[start + random(bytes.length - start)] = random(256);
  }
  return copy;
}

function cpuSeconds(): number {
  const [, fields = ""] = Deno.readTextFileSync("/proc/self/stat").split(") ");
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) / 100;
}

function peakMegabytes(): number {
  const [, peak] = /^VmHWM:\s+(\d+)/m.exec(Deno.readTextFileSync("/proc/self/status")) ?? [];
  return Number(peak) / 1000;
}

async function processDamaged(count: number): Promise<DamagedImages> {
  using directory = tempDir();
  const { path } = directory;
  Deno.mkdirSync(`${path}/in`);
  const sources = await images();
  const rare = sources.filter(({ name }) => isReloaded.test(name));
  const others = sources.filter(({ name }) => !isReloaded.test(name));
  const random = randomNumbers(2026);
  const codes: Record<string, number> = {};
  const directories = { inboxes: [`${path}/in`], outputs: [`${path}/out`] };
  using pool = openImagePool(1, directories, setup, 60_000);
  const entry = { number: 1, path: "x", isFile: true };
  let slowest = 0;
  for (let left = count; left > 0; left--) {
    const from = left % 10 === 0 ? rare : others;
    const { bytes } = from[random(from.length)] ?? { bytes: new Uint8Array(0) };
    const damage = left % 4 === 0 ? mutate : inFrames;
    Deno.writeFileSync(`${path}/in/x`, damage(bytes, random));
    const before = cpuSeconds();
    const staged = `${path}/out/${left}`;
    const task = { folder: `${path}/in`, staged, code: "B-1", files: [entry] };
    const [outcome] = await pool.run(task);
    slowest = Math.max(slowest, cpuSeconds() - before);
    const code = outcome?.kind === "image" ? "image" : outcome?.skipped.code ?? "none";
    codes[code] = 1 + (codes[code] ?? 0);
    await Deno.remove(staged, { recursive: true }).catch(() => {});
  }
  return { codes, threads: pool.threads(), slowest, peakMegabytes: peakMegabytes() };
}

if (import.meta.main) {
  const result = await processDamaged(Number(Deno.args[0]));
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result)));
}
