import { imageFacts, type ImageHeader } from "../../dicom/read/image_facts.ts";
import { EarlierHeader } from "../../dicom/read/earlier_header.ts";
import { readHeader } from "../../dicom/read/read_header.ts";
import { lacksPixelData } from "../../dicom/read/require_all_frames.ts";
import * as Tag from "../../dicom/tag.ts";
import { SkippedFileError } from "../../model/errors.ts";
import type { ImageMemory } from "./image_memory.ts";
import type { FileFacts, ReadableFile } from "../../system/readable_file.ts";

const mediaStorageDirectory = "1.2.840.10008.1.3.10";

/** An image whose header and facts were read; its file is open. */
export interface OpenedImage extends ImageHeader {
  readonly sopInstanceUID: string;
}

/**
 * Reads the header of an image; the caller keeps and closes the file. `memory` has what the image
 * before had too. Throws SkippedFileError.
 */
export function openImage(
  file: ReadableFile,
  info?: FileFacts,
  memory?: ImageMemory,
): OpenedImage {
  const header = readHeader(file, info, memory?.header);
  if (memory) memory.header = new EarlierHeader(header);
  const facts = imageFacts(header);
  const { sopClassUID, sopInstanceUID } = facts;
  if (sopClassUID === mediaStorageDirectory || header.find(Tag.DirectoryRecordSequence)) {
    throw new SkippedFileError(
      "DICOMDIR",
      "it is a DICOMDIR, which lists other files, not an image",
    );
  }
  if (!sopInstanceUID) throw new SkippedFileError("NO_SOP_INSTANCE", "it has no SOPInstanceUID");
  if (lacksPixelData(header, sopClassUID)) {
    throw new SkippedFileError("NO_PIXEL_DATA", "the image has no pixel data; send it again");
  }
  return { header, facts, sopInstanceUID };
}
