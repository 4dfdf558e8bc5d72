import { join } from "node:path";
import type { SharedWords } from "../deidentify/text/own_words.ts";
import { addToQuarantine, wordsName } from "../output/quarantine.ts";

/** The words by which the images of studies name persons, by StudyInstanceUID of the source. */
export type WordsByStudy = Readonly<Record<string, SharedWords>>;

/**
 * Keeps, beside the originals that wait, the words by which the other images of their Batch name
 * persons: an image that is released later must not contain them either, and the other images are
 * not read again. Without such words there is no file. The file identifies patients, as the
 * originals do. Throws IntakeError OUTPUT_UNWRITABLE.
 */
export async function writeWaitingWords(
  quarantine: string,
  code: string,
  words: WordsByStudy,
): Promise<void> {
  if (Object.keys(words).length === 0) return;
  const content = new TextEncoder().encode(JSON.stringify(words));
  await addToQuarantine(join(quarantine, code), wordsName, content);
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
