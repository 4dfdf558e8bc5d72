import { type AskedImage, askImage } from "./ask_image.ts";
import { buildImage } from "./build_image.ts";
import type { Values } from "./fill_text.ts";
import { planCorpus } from "./plan_corpus.ts";
import { readCorpus } from "./read_corpus.ts";

/** Which images are made; the same request always gives the same bytes. */
export interface CorpusRequest {
  readonly seed: number;
  readonly patients: number;
  /** Every second patient, the first or the second of each pair; all without it. */
  readonly half?: "a" | "b" | undefined;
}

/** Writes the images below a folder that is not there yet, and returns their answer key. */
export function writeCorpus(
  folder: string,
  { seed, patients, half }: CorpusRequest,
): AskedImage[] {
  const corpus = readCorpus();
  const asked: AskedImage[] = [];
  for (const plan of planCorpus(corpus, seed, patients)) {
    if (half !== undefined && plan.patient % 2 !== (half === "a" ? 0 : 1)) continue;
    const image = buildImage(corpus, plan);
    const path = `${folder}/${folderOf(plan.values)}`;
    Deno.mkdirSync(path, { recursive: true });
    Deno.writeFileSync(`${path}/${String(plan.number).padStart(6, "0")}.dcm`, image.bytes);
    asked.push(askImage(image));
  }
  return asked;
}

/** As senders name folders: by the patient and the study. */
function folderOf(values: Values): string {
  const name = String(values["last"]).replace(/[^\p{L}]/gu, "_");
  return `${name}_${values["mrn"]}/${values["accession"]}`;
}
