import type { Values } from "./fill_text.ts";
import { dateOf, pick, type Random, spelledDate } from "./random_choice.ts";
import type { Corpus, Device } from "./read_corpus.ts";
import { uidOf } from "./uid_of.ts";

export const imagesOfSeries = 3;

/** The values of a study: its staff, date, numbers and UIDs. */
export function studyValues(
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

/** The values of a series and its device. */
export function seriesValues(
  study: Values,
  device: Device,
  patient: number,
  studyNumber: number,
  series: number,
  random: Random,
): Values {
  const { modality, manufacturer, model, software, sopClass, imageType } = device;
  return {
    modality,
    manufacturer,
    model,
    software,
    class: sopClass,
    imagetype: imageType,
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

/** The values of an image, numbered from 1 in its series. */
export function imageValues(series: Values, image: number): Values {
  const seed = String(series["seriesseed"]).split(".").map(Number);
  const neighbour = image % imagesOfSeries + 1;
  return {
    instancenumber: String(image),
    slice: String(image * 5 - 12.5),
    "uid:instance": uidOf("instance", ...seed, image),
    "uid:neighbour": uidOf("instance", ...seed, neighbour),
  };
}
