import type { EditBytes, EditedElement, EditedItem, KeptElement } from "./edited.ts";
import type { Encoding } from "./element.ts";
import { encodeElement, encodeHead } from "./encode_element.ts";
import { itemDelimitation, itemTag, sequenceDelimitation } from "./fragments.ts";
import { undefinedLength } from "./read_head.ts";

/** Where the bytes of a spliced data set go, in order. */
export interface SpliceTarget {
  /** Bytes `from` to `to` of the source's stream, always further on than the ones before. */
  copy(from: number, to: number): void;
  /** Like `copy`, changed on the way. */
  copyEdited(from: number, to: number, edit: EditBytes): void;
  write(bytes: Uint8Array): void;
}

/**
 * Puts an edited data set together: kept elements are copied as ranges of the source, edited
 * ones are encoded as their surroundings are. Sequences and items that hold an edit get an
 * undefined length (PS3.5 7.5), so that nothing before them needs to be known again.
 */
export function splice(
  elements: readonly EditedElement[],
  encoding: Encoding,
  target: SpliceTarget,
): void {
  for (const element of elements) {
    if ("kept" in element) {
      copyKept(element, target);
    } else if ("value" in element) {
      target.write(encodeElement(element.tag, element.vr, element.value, encoding));
    } else if (element.items.length === 0) {
      target.write(encodeHead(element.tag, element.vr, 0, encoding));
    } else {
      target.write(encodeHead(element.tag, element.vr, undefinedLength, encoding));
      for (const item of element.items) spliceItem(item, encoding, target);
      target.write(encodeHead(sequenceDelimitation, "", 0, encoding));
    }
  }
}

function copyKept({ kept, edit }: KeptElement, target: SpliceTarget): void {
  if (!edit) return target.copy(kept.start, kept.end);
  target.copy(kept.start, kept.valueStart);
  target.copyEdited(kept.valueStart, kept.valueEnd, edit);
  target.copy(kept.valueEnd, kept.end);
}

function spliceItem(
  { source, elements }: EditedItem,
  outside: Encoding,
  target: SpliceTarget,
): void {
  if (source && !elements) {
    target.copy(source.start, source.end);
    return;
  }
  const encoding = source?.encoding ?? outside;
  target.write(encodeHead(itemTag, "", undefinedLength, encoding));
  splice(elements ?? [], encoding, target);
  target.write(encodeHead(itemDelimitation, "", 0, encoding));
}
