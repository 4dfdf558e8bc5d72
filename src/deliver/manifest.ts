import { join } from "node:path";

/** One delivered image; every value is one of the output's own. */
export interface ManifestLine {
  readonly path: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
  readonly bytes: number;
  readonly sha256: string;
  /** What rules of the site kept that the profile would not; left out where they kept nothing. */
  readonly keptByRecipe?: readonly string[];
}

/** Writes `manifest.jsonl` into a staged Batch, a line per image, and makes it durable. */
export function writeManifest(staged: string, chunks: Iterable<readonly ManifestLine[]>): void {
  using file = Deno.openSync(join(staged, "manifest.jsonl"), {
    ...{ create: true, truncate: true, write: true, mode: 0o640 },
  });
  for (const lines of chunks) {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  }
  file.syncDataSync();
}
