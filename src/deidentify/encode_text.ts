type Write = (view: DataView, at: number, number: number) => void;

const writers: ReadonlyMap<string, readonly [size: number, write: Write]> = new Map<
  string,
  readonly [number, Write]
>([
  ["FD", [8, (view, at, number) => view.setFloat64(at, number, true)]],
  ["FL", [4, (view, at, number) => view.setFloat32(at, number, true)]],
  ["SL", [4, (view, at, number) => view.setInt32(at, number, true)]],
  ["SS", [2, (view, at, number) => view.setInt16(at, number, true)]],
  ["UL", [4, (view, at, number) => view.setUint32(at, number, true)]],
  ["US", [2, (view, at, number) => view.setUint16(at, number, true)]],
]);
const texts = new Set("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split(" "));

/**
 * A text as a value of a VR in little endian, with numbers in binary form; undefined for other VRs.
 */
export function encodeText(vr: string, text: string): Uint8Array | undefined {
  if (texts.has(vr)) return new TextEncoder().encode(text);
  const [size, write] = writers.get(vr) ?? [0, undefined];
  if (!write) return undefined;
  const numbers = text === "" ? [] : text.split("\\").map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return undefined;
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) write(view, at * size, number);
  return bytes;
}
