import { mapUID, outputUID } from "../../deidentify/pseudonyms/subject.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import type { Box, FileDecision, FoundWaiting, ReviewedFile } from "../../model/review.ts";
import type { Rectangle } from "../../recipe/recipe.ts";
import { definedModality } from "../../screen/reason.ts";
import type { ImageJob } from "./image_tools.ts";

/**
 * The manufacturers that lists of waiting images name. An image that waits has not passed the gate,
 * so that its texts are never shown: a manufacturer is named by a word of this list only.
 */
const manufacturers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bge\b|general electric/i, "GE"],
  [/acuson/i, "Acuson"],
  [/agfa/i, "Agfa"],
  [/aloka/i, "Aloka"],
  [/atl\b/i, "ATL"],
  [/canon/i, "Canon"],
  [/carestream/i, "Carestream"],
  [/esaote/i, "Esaote"],
  [/fuji/i, "Fujifilm"],
  [/hamamatsu/i, "Hamamatsu"],
  [/hitachi/i, "Hitachi"],
  [/hologic|lorad/i, "Hologic"],
  [/kodak/i, "Kodak"],
  [/konica|minolta/i, "Konica Minolta"],
  [/leica|aperio/i, "Leica"],
  [/medison|samsung/i, "Samsung"],
  [/mindray/i, "Mindray"],
  [/olympus/i, "Olympus"],
  [/pentax/i, "Pentax"],
  [/philips/i, "Philips"],
  [/siemens/i, "Siemens"],
  [/sonosite/i, "SonoSite"],
  [/storz/i, "Storz"],
  [/supersonic/i, "SuperSonic Imagine"],
  [/toshiba/i, "Toshiba"],
  [/zeiss/i, "Zeiss"],
];

/** Whether a picture of an image can be shown to a person: it has rows and columns. */
export function hasPicture({ facts: { pixels } }: ImageHeader): boolean {
  return (pixels.rows ?? 0) > 0 && (pixels.columns ?? 0) > 0;
}

/**
 * Describes an image that is to wait for a person, without any value of its file: defined terms,
 * numbers, and pseudonyms made with the key. `areas` are what a rule or the search for text
 * suggests to redact.
 */
export function describeWaiting(
  image: ImageHeader,
  areas: readonly Rectangle[],
  bytes: number,
  { task, file, tools }: ImageJob,
): FoundWaiting {
  const { header, facts: { pixels, seriesInstanceUID } } = image;
  const { rows = 0, columns = 0 } = pixels;
  const frames = Number(pixels.frames ?? "1");
  const isRetained = tools.profile.options.has("retainUids");
  return {
    bytes,
    modality: definedModality(header.ascii(Tag.Modality)),
    device: deviceOf(image, tools),
    layout: `${rows} x ${columns}`,
    boxes: areas.map(boxOf),
    frames: Number.isInteger(frames) && frames > 0 && frames < 2 ** 31 ? frames : 1,
    rows,
    columns,
    series: seriesInstanceUID === undefined
      ? mapUID(tools.key, `${task.code} ${file.number}`)
      : outputUID(seriesInstanceUID, tools.key, isRetained),
  };
}

/**
 * Describes an image about which a person has decided. If the decision turns out to be impossible,
 * it waits again, with the boxes of that person.
 */
export function describeDecided(
  image: ImageHeader,
  { sha256, bytes, boxes }: FileDecision,
  job: ImageJob,
): ReviewedFile {
  const areas = boxes.map(({ left, top, width, height }) => (
    { left, top, right: left + width, bottom: top + height }
  ));
  return { sha256, waiting: describeWaiting(image, areas, bytes, job) };
}

function deviceOf({ header }: ImageHeader, { key }: ImageJob["tools"]): string {
  const manufacturer = header.text(Tag.Manufacturer) ?? "";
  const model = header.text(Tag.ManufacturerModelName) ?? "";
  const known = manufacturers.find(([pattern]) => pattern.test(manufacturer))?.[1] ?? "unknown";
  const code = key.hash("device", `${manufacturer}\0${model}`).subarray(0, 4).toHex();
  return `${known}, device ${code.toUpperCase()}`;
}

function boxOf({ left, top, right, bottom }: Rectangle): Box {
  return { left, top, width: right - left, height: bottom - top };
}
