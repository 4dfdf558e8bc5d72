import type { StreamFacts } from "./described_stream.ts";

const signature = 0xff0a;
const sizeBits = [9, 13, 18, 30];
/** Width relative to height (ISO/IEC 18181-1 D.2). */
const ratios = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2];
const fixedDepths = [8, 10, 12];
const greyscale = 1;
const boxHead = 8;

/**
 * Reads the header of JPEG XL, with or without boxes (ISO/IEC 18181-1 D, 18181-2 9). Undefined for
 * other streams, and for those with alpha channels, previews, animation, orientation, ICC profiles
 * or floating point samples. Throws RangeError at the end of the stream.
 */
export function jpegXLFacts(stream: Uint8Array): StreamFacts | undefined {
  const start = codestreamAt(stream);
  if (start === undefined) return undefined;
  const bits = new BitReader(stream, start + 2);
  const { rows, columns } = readSize(bits);
  if (bits.flag()) return describe({ rows, columns }, 3, 8, true); // all defaults
  if (bits.flag() && bits.number(6) !== 0) return undefined; // orientation, preview, animation
  if (bits.flag()) return undefined; // floating point samples
  const depth = bits.number(2);
  const precision = fixedDepths[depth] ?? 1 + bits.number(6);
  bits.flag(); // buffers of 16 bits
  if (bits.number(2) !== 0) return undefined; // extra channels
  const isXYB = bits.flag();
  const colours = readColourSpace(bits);
  if (colours === undefined) return undefined;
  return describe({ rows, columns }, colours === greyscale ? 1 : 3, precision, isXYB);
}

/** Colours in XYB are lossy. */
function describe(
  size: Pick<StreamFacts, "rows" | "columns">,
  components: number,
  precision: number,
  isXYB: boolean,
): StreamFacts {
  return {
    kind: "jpeg xl",
    ...size,
    components,
    precision,
    isSigned: false,
    hasColourTransform: false,
    isByComponent: false,
    isReversible: !isXYB,
  };
}

/** The offset of the codestream, or of its first part. */
function codestreamAt(stream: Uint8Array): number | undefined {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  if (view.getUint16(0) === signature) return 0;
  for (let at = 0; at + boxHead <= stream.length;) {
    const type = String.fromCharCode(...stream.subarray(at + 4, at + boxHead));
    const start = type === "jxlc" ? at + boxHead : type === "jxlp" ? at + boxHead + 4 : undefined;
    if (start !== undefined) return view.getUint16(start) === signature ? start : undefined;
    const size = view.getUint32(at);
    if (size < boxHead) return undefined;
    at += size;
  }
  return undefined;
}

function readSize(bits: BitReader): { rows: number; columns: number } {
  const isSmall = bits.flag();
  const side = (): number =>
    isSmall ? 8 * (bits.number(5) + 1) : 1 + bits.number(sizeBits[bits.number(2)] ?? 0);
  const rows = side();
  const ratio = ratios[bits.number(3)] ?? 0;
  return { rows, columns: ratio === 0 ? side() : Math.floor(rows * ratio) };
}

/** Undefined if there is an ICC profile. */
function readColourSpace(bits: BitReader): number | undefined {
  const isDefault = bits.flag();
  if (isDefault) return 0;
  const hasProfile = bits.flag();
  if (hasProfile) return undefined;
  const selector = bits.number(2);
  return selector < 2 ? selector : 2 + bits.number(4);
}

/** Reads bits, the lowest of a byte first. */
class BitReader {
  #at: number;

  constructor(readonly bytes: Uint8Array, from: number) {
    this.#at = 8 * from;
  }

  flag(): boolean {
    return this.number(1) === 1;
  }

  number(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      const byte = this.bytes[this.#at >>> 3];
      if (byte === undefined) throw new RangeError("a JPEG XL header is cut off");
      value += ((byte >>> (this.#at & 7)) & 1) * 2 ** bit;
    }
    return value;
  }
}
