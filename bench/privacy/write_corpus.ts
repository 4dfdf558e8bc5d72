import { type AskedImage, askImage } from "./ask_image.ts";
import { buildImage } from "./build_image.ts";
import type { Values } from "./fill_text.ts";
import { planCorpus } from "./plan_corpus.ts";
import { readCorpus } from "./read_corpus.ts";

/** Selects the images to write; equal requests give equal bytes. */
export interface CorpusRequest {
  readonly seed: number;
  readonly patients: number;
  /** Selects one patient (a) or the other (b) of each pair; all patients if absent. */
  readonly half?: "a" | "b" | undefined;
}

/** Writes the images below a folder that does not exist, and returns their answer key. */
export function writeCorpus(
  folder: string,
  { seed, patients, half }: CorpusRequest,
): AskedImage[] {
  const corpus = readCorpus();
  const asked: AskedImage[] = [];
  for (const plan of planCorpus(corpus, seed, patients)) {
    if (half !== undefined && halfOf(plan.patient) !== half) continue;
    const image = buildImage(corpus, plan);
    const path = `${folder}/${folderOf(plan.values)}`;
    Deno.mkdirSync(path, { recursive: true });
    Deno.writeFileSync(`${path}/${String(plan.number).padStart(6, "0")}.dcm`, image.bytes);
    asked.push(askImage(image));
  }
  return asked;
}

/** The modalities of studies recur after so many patients. */
const patientsOfRound = 6;

/**
 * Alternates between the patients of a pair, the other way round in each second round: otherwise
 * each half would have modalities that the other half does not have.
 */
function halfOf(patient: number): "a" | "b" {
  return (patient + Math.floor(patient / patientsOfRound)) % 2 === 0 ? "a" : "b";
}

/** Folder names as senders choose them, from the patient and the study. */
function folderOf(values: Values): string {
  const name = String(values["last"]).replace(/[^\p{L}]/gu, "_");
  return `${name}_${values["mrn"]}/${values["accession"]}`;
}
