import list from "./scanner_words.txt" with { type: "text" };

const words: ReadonlySet<string> = new Set(
  list.split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" ")),
);
/** Attributes that scanners fill by themselves; no person types their values. */
const attributes: ReadonlySet<number> = new Set([
  ...[0x00080070, 0x00081090, 0x00181020], // Manufacturer, ManufacturerModelName, SoftwareVersions
  ...[0x00181016, 0x00181018, 0x00181019], // SecondaryCaptureDevice…
  ...[0x00180024, 0x00181160, 0x00181210], // SequenceName, FilterType, ConvolutionKernel
  ...[0x00181250, 0x00181251, 0x00189041], // ReceiveCoilName, TransmitCoilName, …
  ...[0x00281054, 0x00281055, 0x00201040], // RescaleType, …Explanation, PositionReferenceIndicator
  ...[0x00180031, 0x00181070], // Radiopharmaceutical, RadiopharmaceuticalRoute
  ...[0x00541101, 0x00541103, 0x00541105], // methods of correction and reconstruction
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
