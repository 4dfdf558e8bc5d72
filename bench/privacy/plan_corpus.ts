import { randomNumbers } from "../../test/support/random_numbers.ts";
import { type FilledText, fillText, type Values } from "./fill_text.ts";
import { patientValues } from "./patient_values.ts";
import { pick, type Random } from "./random_choice.ts";
import type { Corpus, Device } from "./read_corpus.ts";
import { imagesOfSeries, imageValues, seriesValues, studyValues } from "./study_values.ts";

/** An image to build: its device, its values, and the texts of its series and study. */
export interface ImagePlan {
  /** Counted from 1 over all images. */
  readonly number: number;
  readonly patient: number;
  readonly device: Device;
  readonly values: Values;
  readonly texts: ReadonlyMap<string, FilledText>;
}

/** The modalities of a study; studies get these in turn. */
const kinds = ["MR", "CT", "MR", "CT+PT", "DX", "US", "MR", "MG", "CT+SC", "CR", "XA", "NM"];

/** Plans all images; the same seed and number of patients always give the same plan. */
export function* planCorpus(corpus: Corpus, seed: number, patients: number): Generator<ImagePlan> {
  const random = randomNumbers(seed);
  let number = 0;
  let kind = 0;
  for (let patient = 0; patient < patients; patient++) {
    const owner = patientValues(corpus, patient, random);
    for (let study = 0; study < 2; study++) {
      const modalities = (kinds[kind++ % kinds.length] ?? "MR").split("+");
      for (const image of planStudy(corpus, { owner, patient, study, modalities, random })) {
        yield { ...image, number: ++number };
      }
    }
  }
}

interface StudyPlan {
  readonly owner: Values;
  readonly patient: number;
  readonly study: number;
  readonly modalities: readonly string[];
  readonly random: Random;
}

function* planStudy(
  corpus: Corpus,
  { owner, patient, study, modalities, random }: StudyPlan,
): Generator<Omit<ImagePlan, "number">> {
  const values = { ...owner, ...studyValues(corpus, owner, patient, study, random) };
  let seriesNumber = 0;
  for (const modality of modalities) {
    const devices = corpus.devices.filter((device) => device.modality === modality);
    const device = pick(devices, random);
    const ofStudy = chooseText(corpus, `study ${modality}`, values, random);
    for (let series = 0; series < (modality === "SC" ? 1 : 3); series++) {
      seriesNumber++;
      const texts = new Map(ofStudy ? [["study", ofStudy]] : []);
      for (const [heading, name] of headings(corpus, device)) {
        const chosen = chooseText(corpus, heading, values, random);
        if (chosen) texts.set(name, chosen);
      }
      const ofSeries = seriesValues(values, device, patient, study, seriesNumber, random);
      for (let image = 1; image <= imagesOfSeries; image++) {
        yield {
          patient,
          device,
          texts,
          values: { ...values, ...ofSeries, ...imageValues(ofSeries, image) },
        };
      }
    }
  }
}

/** The texts of a series: some depend on its device, the longer ones do not. */
function headings(corpus: Corpus, device: Device): [heading: string, name: string][] {
  const longer = [...corpus.texts.keys()].filter((heading) => !heading.includes(" "));
  return [
    [`${device.modality} ${device.vendor}`, "series"],
    ...longer.map((heading): [string, string] => [heading, heading]),
  ];
}

/** Attributes of VR LT; all others hold at most 64 characters (LO). */
const longTexts = new Set([
  "ImageComments",
  "AdditionalPatientHistory",
  "PatientComments",
  "AcquisitionComments",
  "FrameComments",
  "RequestedProcedureComments",
  "DerivationDescription",
]);

/** A text that is possible for this patient; undefined if ten attempts found none. */
function chooseText(
  corpus: Corpus,
  heading: string,
  values: Values,
  random: Random,
): FilledText | undefined {
  const all = corpus.texts.get(heading) ?? [];
  if (all.length === 0) throw new TypeError(`the corpus has no texts under ${heading}`);
  for (let tries = 0; tries < 10; tries++) {
    const filled = fillText(pick(all, random), values);
    if (filled && (filled.text.length <= 64 || longTexts.has(heading))) return filled;
  }
  return undefined;
}
