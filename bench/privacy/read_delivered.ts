import dicomParser, { type DataSet, type Element } from "dicom-parser";

/** A file that a program delivered, read by a parser that is not this project's. */
export interface Delivered {
  /** Below the folder of the program's output. */
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  readonly bits: 8 | 16;
  readonly pixels: Uint8Array;
  /** Everything but the pixel data. */
  readonly rest: Uint8Array;
  /** The value at a path of the answer key, backslashes between several; undefined: missing. */
  valueAt(path: string, vr: string): string | undefined;
}

/** Reads a delivered file. Undefined for a file that is not DICOM or has no native pixel data. */
export function readDelivered(path: string, bytes: Uint8Array): Delivered | undefined {
  let dataSet: DataSet;
  try {
    dataSet = dicomParser.parseDicom(bytes);
  } catch {
    return undefined;
  }
  const pixelData = dataSet.elements["x7fe00010"];
  if (!pixelData) return undefined;
  const { dataOffset, length } = pixelData;
  const isUnicode = dataSet.string("x00080005")?.includes("192") ?? false;
  return {
    path,
    rows: dataSet.uint16("x00280010") ?? 0,
    columns: dataSet.uint16("x00280011") ?? 0,
    bits: dataSet.uint16("x00280100") === 8 ? 8 : 16,
    pixels: bytes.subarray(dataOffset, dataOffset + length),
    rest: joined(bytes.subarray(0, dataOffset), bytes.subarray(dataOffset + length)),
    valueAt: (at, vr) => valueAt(dataSet, at, vr, isUnicode),
  };
}

function valueAt(
  dataSet: DataSet,
  path: string,
  vr: string,
  isUnicode: boolean,
): string | undefined {
  const parts = path.split("/0/");
  let item: DataSet | undefined = dataSet;
  for (const part of parts.slice(0, -1)) {
    const sequence = elementOf(item, part);
    item = sequence && (sequence.items?.[0]?.dataSet ?? hiddenItem(item, sequence));
    if (!item) return undefined;
  }
  const element = elementOf(item, parts.at(-1) ?? "");
  return element && textOf(item.byteArray, element, vr, isUnicode);
}

/**
 * The first item of a private sequence that the parser took for bytes, as it does without a VR;
 * items of UN are in implicit VR little endian (PS3.5 6.2.2).
 */
function hiddenItem({ byteArray }: DataSet, element: Element): DataSet | undefined {
  const parser = dicomParser.littleEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(parser, byteArray, element.dataOffset);
  const read: Element = { ...element };
  try {
    dicomParser.readSequenceItemsImplicit(stream, read);
  } catch {
    return undefined;
  }
  return read.items?.[0]?.dataSet;
}

function elementOf(item: DataSet, part: string): Element | undefined {
  const [, group, creator, low] = /^\((....),(.*),(..)\)$/.exec(part) ?? [];
  if (!group || !creator || !low) return item.elements[`x${part.toLowerCase()}`];
  for (let block = 0x10; block < 0x100; block++) {
    const name = `x${group}00${block.toString(16)}`.toLowerCase();
    if (item.elements[name] && item.string(name)?.trim() === creator) {
      return item.elements[`x${group}${block.toString(16)}${low}`.toLowerCase()];
    }
  }
  return undefined;
}

const numbers: Readonly<
  Record<string, [size: number, read: (view: DataView, at: number) => number]>
> = {
  US: [2, (view, at) => view.getUint16(at, true)],
  UL: [4, (view, at) => view.getUint32(at, true)],
  FD: [8, (view, at) => view.getFloat64(at, true)],
};

function textOf(
  bytes: ArrayLike<number>,
  { dataOffset, length }: Element,
  vr: string,
  isUnicode: boolean,
): string {
  const value = Uint8Array.from({ length }, (_, at) => bytes[dataOffset + at] ?? 0);
  const [size, read] = numbers[vr] ?? [];
  if (size !== undefined && read !== undefined) {
    const view = new DataView(value.buffer);
    const count = Math.floor(length / size);
    return Array.from({ length: count }, (_, place) => read(view, place * size)).join("\\");
  }
  const text = new TextDecoder(isUnicode ? "utf-8" : "latin1").decode(value);
  return text.split("\\").map((part) => part.replace(/^ +|[ \0]+$/g, "")).join("\\");
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
