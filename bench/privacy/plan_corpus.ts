import { randomNumbers } from "../../test/support/random_numbers.ts";
import { type FilledText, fillText, type Values } from "./fill_text.ts";
import { patientValues } from "./patient_values.ts";
import type { Corpus, Device } from "./read_corpus.ts";
import { uidOf } from "./uid_of.ts";

/** An image to be made: its device, its values, and the texts of its series and study. */
export interface ImagePlan {
  /** From 1, over all images. */
  readonly number: number;
  readonly patient: number;
  readonly device: Device;
  readonly values: Values;
  readonly texts: ReadonlyMap<string, FilledText>;
}

export type Random = (below: number) => number;

/** Which modalities a study has, by turns. */
const kinds = ["MR", "CT", "MR", "CT+PT", "DX", "US", "MR", "MG", "CT+SC", "CR", "XA", "NM"];

const imagesOfSeries = 3;

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
          ...{ patient, device, texts },
          values: { ...values, ...ofSeries, ...imageValues(ofSeries, image) },
        };
      }
    }
  }
}

/** Which texts a series has: its own by its device, and the longer ones. */
function headings(corpus: Corpus, device: Device): [heading: string, name: string][] {
  const longer = [...corpus.texts.keys()].filter((heading) => !heading.includes(" "));
  return [
    [`${device.modality} ${device.vendor}`, "series"],
    ...longer.map((heading): [string, string] => [heading, heading]),
  ];
}

/** Attributes of VR LT; the others hold 64 characters at most (LO). */
const longTexts = new Set([
  ...["ImageComments", "AdditionalPatientHistory", "PatientComments", "AcquisitionComments"],
  ...["FrameComments", "RequestedProcedureComments", "DerivationDescription"],
]);

/** One of the texts that this patient can have, or none of ten that were tried. */
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

export function pick<T>(all: readonly T[], random: Random): T {
  const chosen = all[random(all.length)];
  if (chosen === undefined) throw new TypeError("there is nothing to choose from");
  return chosen;
}

function studyValues(
  corpus: Corpus,
  owner: Values,
  patient: number,
  study: number,
  random: Random,
): Values {
  const doctors = [0, 1, 2, 3].map(() => pick(corpus.staff, random));
  const [physician, second, third, operator] = doctors;
  if (!physician || !second || !third || !operator) throw new TypeError("four doctors");
  const pn = ({ family, given }: { family: string; given: string }): string => `${family}^${given}`;
  return {
    studydate: dateOf(2008 + random(14), random),
    accession: `ACC${100000 + random(900000)}${study}`,
    studyid: `ST${10000 + random(90000)}`,
    stepid: `SPS${100000 + random(900000)}`,
    order: `ORD-${100000 + random(900000)}`,
    admission: `ADM${1000000 + random(9000000)}`,
    proccode: `${owner["hospitalshort"]}${100 + random(900)}`,
    physicianpn: pn(physician),
    physicianlast: physician.family,
    physician2pn: pn(second),
    physician3pn: pn(third),
    operatorpn: pn(operator),
    operator: operator.family,
    doctor: second.family,
    doctorlast: second.family,
    date: spelledDate(dateOf(2004 + random(3), random)),
    "uid:study": uidOf("study", patient, study),
    "uid:referencedstudy": uidOf("visit", patient, study),
    "uid:step": uidOf("step", patient, study),
    "uid:frame": uidOf("frame", patient, study),
    "uid:creator": uidOf("creator", study),
  };
}

function seriesValues(
  study: Values,
  device: Device,
  patient: number,
  studyNumber: number,
  series: number,
  random: Random,
): Values {
  const { modality, manufacturer, model, software, sopClass, imageType } = device;
  return {
    ...{ modality, manufacturer, model, software, class: sopClass, imagetype: imageType },
    seriesdate: String(study["studydate"]),
    seriesnumber: String(series),
    time: `${10 + random(8)}${10 + random(50)}${10 + random(50)}`,
    serial: `SN-${10000 + random(90000)}-${device.vendor.slice(0, 2)}`,
    station: `${device.modality}ROOM${random(4) + 1}`,
    detector: `DET${1000 + random(9000)}`,
    calibration: dateOf(2007, random),
    bodypart: pick(["HEAD", "CHEST", "ABDOMEN", "PELVIS", "NECK"], random),
    "uid:series": uidOf("series", patient, studyNumber, series),
    "uid:irradiation": uidOf("irradiation", patient, studyNumber, series),
    seriesseed: `${patient}.${studyNumber}.${series}`,
  };
}

function imageValues(series: Values, image: number): Values {
  const seed = String(series["seriesseed"]).split(".").map(Number);
  const neighbour = image % imagesOfSeries + 1;
  return {
    instancenumber: String(image),
    slice: String(image * 5 - 12.5),
    "uid:instance": uidOf("instance", ...seed, image),
    "uid:neighbour": uidOf("instance", ...seed, neighbour),
  };
}

export function dateOf(year: number, random: Random): string {
  const [month, day] = [random(12) + 1, random(28) + 1];
  return `${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}`;
}

/** A date as people write it into texts: `04/17/2006`. */
export function spelledDate(date: string): string {
  return `${date.slice(4, 6)}/${date.slice(6)}/${date.slice(0, 4)}`;
}
