import { isPixelData } from "./pixel_data.ts";
import type { Header } from "./header.ts";
import table from "./image_classes.tsv" with { type: "text" };
import * as Tag from "./tag.ts";

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
