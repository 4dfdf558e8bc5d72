import { itemDelimitation, itemTag, sequenceDelimitation, undefinedLength } from "./delimiters.ts";
import {
  type EditedElement,
  type EditedItem,
  type EditedSequence,
  type KeptElement,
  sequenceVR,
  type SpliceTarget,
} from "./edited.ts";
import type { Encoding } from "./element.ts";
import { encodeElement, encodeHead } from "./encode_element.ts";
import { spliceRepaired } from "./splice_repaired.ts";

/**
 * Assembles an edited data set: kept elements are copied as ranges of the source and repaired if
 * necessary; new elements are encoded like their surroundings. Sequences and items that contain an
 * edit or a repair are written with undefined length (PS3.5 7.5), so that no length before them has
 * to be recalculated.
 */
export function splice(
  elements: readonly EditedElement[],
  encoding: Encoding,
  target: SpliceTarget,
): void {
  for (const element of elements) {
    if ("kept" in element) {
      spliceKept(element, encoding, target);
    } else if ("value" in element) {
      target.write(encodeElement(element.tag, element.vr, element.value, encoding));
    } else {
      spliceSequence(element, encoding, target);
    }
  }
}

function spliceKept(element: KeptElement, encoding: Encoding, target: SpliceTarget): void {
  const { kept, edit } = element;
  if (!kept.isSound) {
    if (!kept.items) return spliceRepaired(element, encoding, target);
    const items = kept.items.map((source) => ({ source, elements: undefined }));
    return spliceSequence(
      { tag: kept.tag, vr: sequenceVR(kept, encoding), items },
      encoding,
      target,
    );
  }
  if (!edit) return target.copy(kept.start, kept.end);
  target.copy(kept.start, kept.valueStart);
  target.copyEdited(kept.valueStart, kept.valueEnd, edit);
  target.copy(kept.valueEnd, kept.end);
}

function spliceSequence(
  { tag, vr, items }: EditedSequence,
  encoding: Encoding,
  target: SpliceTarget,
): void {
  if (items.length === 0) return target.write(encodeHead(tag, vr, 0, encoding));
  target.write(encodeHead(tag, vr, undefinedLength, encoding));
  for (const item of items) spliceItem(item, encoding, target);
  target.write(encodeHead(sequenceDelimitation, "", 0, encoding));
}

function spliceItem(
  { source, elements }: EditedItem,
  outside: Encoding,
  target: SpliceTarget,
): void {
  if (source?.isSound && !elements) {
    target.copy(source.start, source.end);
    return;
  }
  const encoding = source?.encoding ?? outside;
  const inside = elements ?? source?.elements.map((kept) => ({ kept })) ?? [];
  target.write(encodeHead(itemTag, "", undefinedLength, encoding));
  splice(inside, encoding, target);
  target.write(encodeHead(itemDelimitation, "", 0, encoding));
}
