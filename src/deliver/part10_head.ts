import dicomParser from "dicom-parser";

const maxHeadSize = 1 << 16;
/** Bytes before the elements that (0002,0000) counts: preamble, `DICM` and (0002,0000) itself. */
const countedFrom = 128 + 4 + 12;

/** File meta information of an output file, and the offset of its data set (PS3.10 7.1). */
export interface Part10Head {
  /** Empty if the file has none. */
  readonly sopClassUID: string;
  readonly transferSyntaxUID: string;
  readonly dataSetStart: number;
}

/** Reads the file meta information of a file that this program has written. */
export function readPart10Head(path: string): Part10Head {
  using file = Deno.openSync(path, { read: true });
  const bytes = new Uint8Array(maxHeadSize);
  const size = file.readSync(bytes) ?? 0;
  const head = dicomParser.readPart10Header(bytes.subarray(0, size));
  return {
    sopClassUID: head.string("x00020002") ?? "",
    transferSyntaxUID: head.string("x00020010") ?? "",
    dataSetStart: countedFrom + (head.uint32("x00020000") ?? 0),
  };
}
