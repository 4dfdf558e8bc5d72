import { SkippedFileError } from "../../model/errors.ts";
import { type Fragment, isPixelData } from "../element.ts";
import * as Tag from "../tag.ts";
import { endsWithFFD9, hasFramesTogether, isVideo } from "../transfer_syntax.ts";
import type { Header } from "./header.ts";
import table from "./image_classes.tsv" with { type: "text" };

/**
 * Tells compressed pixel data without their last delimiter from a file that was cut off between two
 * fragments: there must be a fragment for each frame, that ends as its compression does where that
 * can be told, and so must the last one. Of video only one whole fragment is known to be all.
 * Throws SkippedFileError TRUNCATED.
 */
export function requireAllFrames(header: Header): void {
  const pixels = header.elements.findLast(({ tag }) => isPixelData(tag));
  const hasNoDelimiter = pixels?.fragments !== undefined && pixels.end === pixels.valueEnd;
  if (!hasNoDelimiter || isWhole(header, pixels.fragments.slice(1))) return;
  throw new SkippedFileError(
    "TRUNCATED",
    "its compressed pixel data has no end, and frames are missing",
  );
}

function isWhole(header: Header, fragments: readonly Fragment[]): boolean {
  const { transferSyntaxUID: syntax } = header;
  const last = fragments.at(-1);
  if (!last) return false;
  if (isVideo(syntax)) return fragments.length === 1;
  const frames = hasFramesTogether(syntax) ? 1 : Number(header.ascii(Tag.NumberOfFrames) ?? "1");
  if (!endsWithFFD9(syntax)) return fragments.length >= frames;
  const isComplete = (fragment: Fragment): boolean => hasEndMarker(header, fragment);
  return isComplete(last) && fragments.filter(isComplete).length >= frames;
}

/** The end marker; one byte of padding may follow it. */
function hasEndMarker({ window }: Header, { start, end }: Fragment): boolean {
  return [end - 2, end - 3].some((at) =>
    at >= start && window.peek(at, at + 2)?.uint16(at, false) === 0xffd9
  );
}

const storage = "1.2.840.10008.5.1.4.1.1.";
/** SOP classes whose objects always have pixel data, including retired ones (PS3.6 A). */
const imageClasses = new Set(table.split("\n").map((line) => storage + line.split("\t")[0]));

/**
 * Whether a file should have pixel data, judged by its SOP class or its pixel description, but has
 * none, because its transfer was cut off between two elements. Documents and plans describe no
 * pixels; images by reference (JPIP, PS3.5 A.6) say where their pixels are.
 */
export function lacksPixelData(header: Header, sopClassUID: string | undefined): boolean {
  const isFilled = (tag: number): boolean => {
    const element = header.find(tag);
    return element !== undefined && element.end > element.valueStart;
  };
  if (header.elements.some(({ tag }) => isPixelData(tag) && isFilled(tag))) return false;
  if (isFilled(Tag.PixelDataProviderURL)) return false;
  return imageClasses.has(sopClassUID ?? "") ||
    [Tag.Rows, Tag.Columns, Tag.BitsAllocated].every(isFilled);
}
