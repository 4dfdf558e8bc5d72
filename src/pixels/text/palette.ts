import type { Header } from "../../dicom/read/header.ts";
import * as Tag from "../../dicom/tag.ts";

/** Red, green and blue of an index, in eight bits. */
export type Palette = (index: number) => readonly [red: number, green: number, blue: number];

const descriptors = [0x00281101, 0x00281102, 0x00281103] as const;
const tables = [
  Tag.RedPaletteColorLookupTableData,
  Tag.GreenPaletteColorLookupTableData,
  Tag.BluePaletteColorLookupTableData,
] as const;

/**
 * The palette of an image (PS3.3 C.7.6.3.1.5), with each colour in its own range of brightness;
 * undefined without a whole one, for example if it is segmented.
 */
export function paletteOf(header: Header): Palette | undefined {
  const colours = tables.map((tag, at) => colourOf(header, descriptors[at] ?? 0, tag));
  const [red, green, blue] = colours;
  if (!red || !green || !blue) return undefined;
  return (index) => [red(index), green(index), blue(index)];
}

function colourOf(
  header: Header,
  descriptor: number,
  tag: number,
): ((index: number) => number) | undefined {
  const [described, element] = [header.find(descriptor), header.find(tag)];
  if (!described || !element || described.items || element.items) return undefined;
  const { littleEndian } = header.encoding;
  const numbers = viewOf(header.value(described));
  if (numbers.byteLength < 6) return undefined;
  const count = numbers.getUint16(0, littleEndian) || 0x10000;
  const first = numbers.getUint16(2, littleEndian);
  const view = viewOf(header.value(element));
  const last = count - 1;
  const place = (index: number): number => Math.min(last, Math.max(0, index - first));
  // entries of 8 bits may be packed into words, or have a word each
  if (view.byteLength < 2 * count) {
    return view.byteLength < count ? undefined : (index) => view.getUint8(place(index));
  }
  const values = Array.from({ length: count }, (_, at) => view.getUint16(2 * at, littleEndian));
  const isWide = values.some((value) => value > 255);
  return (index) => (values[place(index)] ?? 0) >> (isWide ? 8 : 0);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
