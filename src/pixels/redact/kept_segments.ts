import { SkippedFileError } from "../../model/errors.ts";

/** Whether a byte of a segment stays, by its offset in the segment. */
export type Keeps = (index: number, byte: number) => boolean;

interface Known {
  readonly id: string;
  /** Bytes from the start of the segment. */
  readonly keeps: number;
}

/** Application segments that decoders need, by marker. The thumbnail of JFIF is not needed. */
const applications: ReadonlyMap<number, readonly Known[]> = new Map([
  [0xe0, [{ id: "JFIF\0", keeps: 14 }]],
  [0xe2, [{ id: "ICC_PROFILE\0", keeps: Infinity }]],
  [0xe8, [{ id: "SPIFF\0", keeps: 30 }, { id: "mrfx", keeps: 5 }]],
  [0xee, [{ id: "Adobe", keeps: 12 }]],
]);

/**
 * What decoders need of a JPEG or JPEG-LS segment (ITU-T T.81 B.2, T.87 C.2); undefined if they
 * need all of it. Of unknown segments nothing stays.
 */
export function keepsOfJpeg(code: number): Keeps | undefined {
  if ([0xc4, 0xcc, 0xdb].includes(code)) return undefined; // Huffman, arithmetic, quantization
  if ((code >= 0xc0 && code <= 0xcf) || code === 0xde || code === 0xf7) return counted(5, 6, 3);
  if (code === 0xda) return counted(0, 4, 2);
  if (code === 0xdc || code === 0xdd) return first(4); // lines, restart interval
  if (code === 0xdf) return first(1);
  if (code === 0xf8) return keepsOfExtension();
  return keepsKnown(applications.get(code) ?? []);
}

/**
 * What decoders need of a JPEG 2000 segment (ITU-T T.800 A, T.801 A, T.814 A); undefined if they
 * need all of it. Of comments and unknown segments nothing stays; a comment keeps its kind.
 */
export function keepsOfJpeg2000(code: number): Keeps | undefined {
  if (code === 0x90) return first(8);
  if (code === 0x91) return first(2);
  if (code === 0x64) return first(2);
  return partsOfJpeg2000.has(code) ? undefined : first(0);
}

/** CAP to CPF, QCD to POC, PPM to CRG; and those of part 2. */
const partsOfJpeg2000 = new Set(
  "50 51 52 53 55 56 57 58 59 5c 5d 5e 5f 60 61 63 70 71 72 73 74 75 76 77 78 79".split(" ")
    .map((code) => parseInt(code, 16)),
);

/** Decoders for DICOM do not use it, and its content can be text. */
const mappingTable = "its JPEG-LS pixel data have a mapping table, which DICOM does not use";

/** LSE of JPEG-LS (ITU-T T.87 C.2.4): parameters and sizes stay. Throws SkippedFileError. */
function keepsOfExtension(): Keeps {
  let kept = 1;
  return (index, byte) => {
    if (index === 0) {
      if (byte === 2 || byte === 3) {
        throw new SkippedFileError("MALFORMED", mappingTable);
      }
      kept = byte === 1 ? 11 : byte === 4 ? 10 : 1;
    }
    return index < kept;
  };
}

function first(kept: number): Keeps {
  return (index) => index < kept;
}

/** Keeps `fixed` bytes, and `each` for every one of the number that the byte at `at` gives. */
function counted(at: number, fixed: number, each: number): Keeps {
  let kept = at + 1;
  return (index, byte) => {
    if (index === at) kept = fixed + each * byte;
    return index < kept;
  };
}

function keepsKnown(known: readonly Known[]): Keeps {
  let open = known;
  return (index, byte) => {
    open = open.filter(({ id }) => index >= id.length || id.charCodeAt(index) === byte);
    return open.some(({ keeps }) => index < keeps);
  };
}
