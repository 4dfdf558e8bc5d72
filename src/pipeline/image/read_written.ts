import { imageFacts, type ImageHeader } from "../../dicom/read/image_facts.ts";
import { readHeader } from "../../dicom/read/read_header.ts";
import type { WrittenBytes } from "../../output/staged_file.ts";
import type { ReadableFile } from "../../system/readable_file.ts";
import type { WrittenImage } from "./write_image.ts";

/** Reads the header of an image as it was written. Throws SkippedFileError. */
export function readWritten(written: Pick<WrittenImage, "reread">): ImageHeader {
  const header = readHeader(readable(written.reread()));
  return { header, facts: imageFacts(header) };
}

function readable(
  { size, readAt }: WrittenBytes,
): Pick<ReadableFile, "readSync" | "seekSync" | "statSync"> {
  let position = 0;
  return {
    readSync(buffer): number | null {
      const read = readAt(buffer, position);
      position += read;
      return read === 0 && buffer.length > 0 ? null : read;
    },
    seekSync: (offset) => position = offset,
    statSync: () => ({ isFile: true, size, dev: 0, ino: 0 }),
  };
}
