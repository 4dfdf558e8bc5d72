import { Inflate } from "fflate";
import { SkippedFileError } from "../../model/errors.ts";
import type { ReadableFile } from "../../system/readable_file.ts";
import type { ByteReader } from "./byte_window.ts";

/** Reads a file as it is. */
export function fileReader(
  file: Pick<ReadableFile, "readSync" | "seekSync">,
  size: number,
): ByteReader {
  let position = -1;
  return {
    size,
    readAt(buffer, offset): number {
      if (position !== offset) file.seekSync(offset, Deno.SeekMode.Start);
      const read = file.readSync(buffer) ?? 0;
      position = offset + read;
      return read;
    },
  };
}

/** Deflated bytes that are inflated together; zeros become a thousand times as many. */
const compressedChunk = 4 << 10;
/** A file of any size may inflate to so many bytes, a large one to so many times its size. */
const [maxInflated, maxRatio] = [96 << 20, 8];

/**
 * Reads a file whose bytes from `deflatedFrom` on are deflated (PS3.5 A.5): offsets up to there are
 * those of the file, later ones count inflated bytes. Inflates forwards only, chunk by chunk.
 * Because time and memory for a file are limited, a data set that inflates to more than 96 MiB and
 * more than 8 times the size of its file is TOO_COMPLEX. A stream without its last block is
 * TRUNCATED, however much of it could be inflated.
 */
export function inflatingReader(file: ByteReader, deflatedFrom: number): ByteReader {
  const parts: Uint8Array[] = [];
  let partsStart = deflatedFrom;
  let partsEnd = deflatedFrom;
  let compressedAt = deflatedFrom;
  let ended = false;
  const inflate = new Inflate((part) => {
    parts.push(part);
    partsEnd += part.length;
  });
  const compressed = new Uint8Array(compressedChunk);
  const most = deflatedFrom + Math.max(maxInflated, maxRatio * file.size);

  const inflateMore = (): void => {
    const size = file.readAt(compressed, compressedAt);
    compressedAt += size;
    ended = size === 0;
    try {
      inflate.push(compressed.slice(0, size), ended);
    } catch (cause) {
      throw ended ? cutOff(cause) : notDeflated(cause);
    }
    if (partsEnd > most) throw tooLarge();
  };
  const dropBefore = (offset: number): void => {
    for (let part = parts[0]; part && partsStart + part.length <= offset; part = parts[0]) {
      partsStart += part.length;
      parts.shift();
    }
  };
  return {
    size: Infinity,
    readAt(buffer, offset): number {
      if (offset < deflatedFrom) {
        return file.readAt(buffer.subarray(0, deflatedFrom - offset), offset);
      }
      if (offset < partsStart) throw new RangeError("an inflated stream is read forwards only");
      while (partsEnd <= offset && !ended) {
        inflateMore();
        dropBefore(offset);
      }
      dropBefore(offset);
      const part = parts[0];
      if (!part) return 0;
      const bytes = part.subarray(offset - partsStart, offset - partsStart + buffer.length);
      buffer.set(bytes);
      return bytes.length;
    },
  };
}

function cutOff(cause: unknown): SkippedFileError {
  return new SkippedFileError("TRUNCATED", "the file ends inside its deflated data set", { cause });
}

function notDeflated(cause: unknown): SkippedFileError {
  return new SkippedFileError("MALFORMED", "its deflated data set cannot be inflated", { cause });
}

function tooLarge(): SkippedFileError {
  return new SkippedFileError(
    "TOO_COMPLEX",
    "its data set inflates to more than 96 MiB and to more than 8 times the size of the file",
  );
}
