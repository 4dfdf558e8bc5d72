import { decodeNumbers } from "../dicom/decode_numbers.ts";
import { elementTexts } from "../dicom/element_texts.ts";
import type { Header } from "../dicom/header.ts";
import type { Coordinates, Rectangle } from "../recipe/recipe.ts";
import * as Tag from "../dicom/tag.ts";

/** A rectangle that is blanked, or one that is kept although an earlier one covers it. */
export interface Area extends Rectangle {
  readonly isKept: boolean;
}

/** Left, top, right and bottom of a region (PS3.3 C.8.5.5). */
const corners = [
  Tag.RegionLocationMinX0,
  Tag.RegionLocationMinY0,
  Tag.RegionLocationMaxX1,
  Tag.RegionLocationMaxY1,
];

/** The areas that coordinates give in one image, clipped to its rows and columns, in order. */
export function areasOf(
  header: Header,
  coordinates: readonly Coordinates[],
  size: { readonly rows: number; readonly columns: number },
): Area[] {
  const whole = { left: 0, top: 0, right: size.columns, bottom: size.rows };
  return coordinates.flatMap(({ isKept, area }) => {
    const rectangles = area === "all"
      ? [whole]
      : "from" in area
      ? rectanglesFrom(header, area.from)
      : [area];
    return rectangles.map((one) => ({
      isKept,
      left: Math.min(one.left, whole.right),
      top: Math.min(one.top, whole.bottom),
      right: Math.min(one.right, whole.right),
      bottom: Math.min(one.bottom, whole.bottom),
    })).filter(({ left, top, right, bottom }) => left < right && top < bottom);
  });
}

/** The corners of ultrasound regions, or each `left,top,right,bottom` in a text. */
function rectanglesFrom(header: Header, tag: number): Rectangle[] {
  const element = header.find(tag);
  if (!element) return [];
  if (tag === Tag.SequenceOfUltrasoundRegions) return ultrasoundRegions(header);
  const text = elementTexts(header, element, header.encoding, header.characters).join("\\");
  return [...text.matchAll(/(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})/g)].map((match) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = match.slice(1).map(Number);
    return { left, top, right, bottom };
  });
}

function ultrasoundRegions(header: Header): Rectangle[] {
  const items = header.find(Tag.SequenceOfUltrasoundRegions)?.items ?? [];
  return items.flatMap(({ elements, encoding }) => {
    const numbers = corners.map((tag) => {
      const element = elements.find((one) => one.tag === tag && !one.items);
      return element && decodeNumbers(header.value(element), "UL", encoding.littleEndian)[0];
    });
    const [left, top, right, bottom] = numbers;
    if (left === undefined || top === undefined) return [];
    return right === undefined || bottom === undefined ? [] : [{ left, top, right, bottom }];
  });
}
