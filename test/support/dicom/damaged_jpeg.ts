import assert from "node:assert/strict";
import { compressedImage } from "./compressed_images.ts";
import { baseline, cjpeg, type JpegKind, netpbm, shapeOf } from "./jpeg_images.ts";
import { screened } from "./redact_compressed.ts";
import { randomNumbers } from "../random_numbers.ts";
import { tempDir } from "../temp_dir.ts";

const kinds: readonly JpegKind[] = [
  { sampling: "grey", options: [], rows: 64, columns: 96, quality: 75 },
  { sampling: "2x2", options: ["-restart", "1"], rows: 101, columns: 67, quality: 30 },
  { sampling: "2x1", options: ["-optimize"], rows: 64, columns: 96, quality: 98 },
  { sampling: "1x1", options: ["-scans"], rows: 37, columns: 43, quality: 90 },
];

/** On a machine with other work; the limit without it is 5 s. */
const longestMs = 20_000;

/** What became of damaged streams. */
export interface DamagedResults {
  /** How many ended with each code; `image` for those that left. */
  readonly codes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** Of the whole process. */
  readonly peakBytes: number;
}

/** Cut off, other bytes in the headers or anywhere, or a part that is doubled or missing. */
function damaged(stream: Uint8Array, random: (below: number) => number): Uint8Array {
  const kind = random(5);
  const [from, to] = [random(stream.length), random(stream.length)].toSorted((a, b) => a - b);
  if (kind === 0) return stream.subarray(0, to);
  const parts = [
    stream.subarray(0, kind === 1 ? to : from),
    stream.subarray(kind === 1 ? from : to),
  ];
  if (kind < 3) return Uint8Array.from(parts.flatMap((part) => [...part]));
  const copy = stream.slice();
  for (let left = 1 + random(6); left > 0; left--) {
    copy[random(kind === 3 ? Math.min(700, copy.length) : copy.length)] = random(256);
  }
  return copy;
}

/**
 * Processes damaged JPEG streams with a rule that redacts. Each is held back with a reason, or is
 * one that can be decoded and was proved; none takes long.
 */
export async function processDamaged(count: number): Promise<DamagedResults> {
  using directory = tempDir();
  const { path } = directory;
  const random = randomNumbers(27);
  const streams: (readonly [JpegKind, Uint8Array])[] = [];
  for (const kind of kinds) {
    streams.push([kind, await cjpeg(path, kind, netpbm(shapeOf(kind), 1))]);
  }
  const codes: Record<string, number> = {};
  let [slowestMs, peakBytes] = [0, 0];
  for (let index = 0; index < count; index++) {
    const [kind, stream] = streams[index % streams.length] ?? [];
    assert.ok(kind && stream);
    const image = { shape: shapeOf(kind), frames: 1 };
    Deno.writeFileSync(`${path}/x`, compressedImage(image, baseline, [damaged(stream, random)]));
    const startedAt = performance.now();
    const outcome = await screened(path);
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
    const code = outcome.kind === "image" ? "image" : outcome.skipped.code;
    if (outcome.kind === "image") Deno.removeSync(`${path}/out/${outcome.row.path}`);
    else assert.match(outcome.skipped.reason, /[a-z]{3}/);
    codes[code] = (codes[code] ?? 0) + 1;
  }
  assert.ok(slowestMs < longestMs, `${slowestMs} ms`);
  return { codes, slowestMs, peakBytes };
}

if (import.meta.main) {
  const results = await processDamaged(Number(Deno.args[0]));
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(results)));
}
