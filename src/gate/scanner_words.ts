import list from "./scanner_words.txt" with { type: "text" };
import * as Tag from "../dicom/tag.ts";

const words: ReadonlySet<string> = new Set(
  list.split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);
/** Attributes that scanners fill by themselves; no person types their values. */
const attributes: ReadonlySet<number> = new Set([
  Tag.Manufacturer,
  Tag.ManufacturerModelName,
  Tag.SoftwareVersions,
  Tag.SecondaryCaptureDeviceManufacturer,
  Tag.SecondaryCaptureDeviceManufacturerModelName,
  Tag.SecondaryCaptureDeviceSoftwareVersions,
  Tag.SequenceName,
  Tag.FilterType,
  Tag.ConvolutionKernel,
  Tag.ReceiveCoilName,
  Tag.TransmitCoilName,
  Tag.ReceiveCoilManufacturerName,
  Tag.RescaleType,
  Tag.WindowCenterWidthExplanation,
  Tag.PositionReferenceIndicator,
  Tag.Radiopharmaceutical,
  Tag.RadiopharmaceuticalRoute,
  Tag.AttenuationCorrectionMethod,
  Tag.ReconstructionMethod,
  Tag.ScatterCorrectionMethod,
]);
const word = /[a-z]+/g;
const ascii = /^[ -~]*$/;

/**
 * Whether a value (in lower case) of such an attribute consists only of words that scanners write.
 */
export function isOfScanner(tag: number, text: string): boolean {
  if (!attributes.has(tag) || !ascii.test(text)) return false;
  return (text.match(word) ?? []).every((one) => one.length < 3 || words.has(one));
}
