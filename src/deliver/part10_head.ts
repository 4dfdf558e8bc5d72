import dicomParser from "dicom-parser";

const headSize = 1 << 16;
/** Preamble, `DICM`, and the element (0002,0000), which says how long the rest of its group is. */
const groupStart = 128 + 4 + 12;

/** What the file meta group of an output file says, and where its data set begins (PS3.10 7.1). */
export interface Part10Head {
  /** Empty where the image has none. */
  readonly sopClassUID: string;
  readonly transferSyntaxUID: string;
  readonly dataSetStart: number;
}

/** Reads the file meta group of a file this program has written. */
export function readPart10Head(path: string): Part10Head {
  using file = Deno.openSync(path, { read: true });
  const bytes = new Uint8Array(headSize);
  const size = file.readSync(bytes) ?? 0;
  const head = dicomParser.readPart10Header(bytes.subarray(0, size));
  return {
    sopClassUID: head.string("x00020002") ?? "",
    transferSyntaxUID: head.string("x00020010") ?? "",
    dataSetStart: groupStart + (head.uint32("x00020000") ?? 0),
  };
}
