import { join } from "node:path";
import type { SharedWords } from "../deidentify/text/own_words.ts";
import { wordsName } from "../output/quarantine.ts";
import { writeNewFile } from "../system/pooled_files.ts";
import { syncDirectory } from "../system/write_and_sync.ts";

/** The words by which the images of studies name persons, by StudyInstanceUID of the source. */
export type WordsByStudy = Readonly<Record<string, SharedWords>>;

/**
 * Keeps, beside the originals that wait, the words by which the other images of their Batch name
 * persons: an image that is released later must not contain them either, and the other images are
 * not read again. Without such words there is no file. The file identifies patients, as the
 * originals do.
 */
export async function writeWaitingWords(
  quarantine: string,
  code: string,
  words: WordsByStudy,
): Promise<void> {
  if (Object.keys(words).length === 0) return;
  const folder = join(quarantine, code);
  const unfinished = join(folder, `${wordsName}.tmp`);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await writeNewFile(unfinished, [new TextEncoder().encode(JSON.stringify(words))]);
  if (Deno.build.os !== "windows") await Deno.chmod(unfinished, 0o600);
  await Deno.rename(unfinished, join(folder, wordsName));
  await syncDirectory(folder);
}

/** The words that were kept for a Batch; none if there is no such file. */
export async function readWaitingWords(quarantine: string, code: string): Promise<WordsByStudy> {
  try {
    return JSON.parse(await Deno.readTextFile(join(quarantine, code, wordsName)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}
