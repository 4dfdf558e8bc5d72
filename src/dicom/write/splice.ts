import {
  type Element,
  type Encoding,
  type Fragment,
  itemDelimitation,
  itemTag,
  sequenceDelimitation,
  undefinedLength,
} from "../element.ts";
import {
  type EditBytes,
  type EditedElement,
  type EditedItem,
  type EditedSequence,
  type KeptElement,
  type MadeElement,
  sequenceVR,
  type SpliceTarget,
} from "./edited.ts";
import { encodeElement, encodeHead, paddingOf, writtenVR } from "./encode_element.ts";

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
    } else if ("value" in element && element.fragments) {
      writeFragments(element, element.fragments, encoding, target);
    } else if ("value" in element) {
      target.write(encodeElement(element.tag, element.vr, element.value, encoding));
    } else {
      spliceSequence(element, encoding, target);
    }
  }
}

function writeFragments(
  { tag, vr, value }: MadeElement,
  fragments: Iterable<Uint8Array>,
  encoding: Encoding,
  target: SpliceTarget,
): void {
  target.write(encodeHead(tag, vr, undefinedLength, encoding));
  const write = (fragment: Uint8Array): void => {
    const padding = fragment.length % 2;
    target.write(encodeHead(itemTag, "", fragment.length + padding, encoding));
    target.write(fragment);
    if (padding > 0) target.write(Uint8Array.of(0));
  };
  write(value);
  for (const fragment of fragments) write(fragment);
  target.write(encodeHead(sequenceDelimitation, "", 0, encoding));
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

/**
 * Copies the value of an invalid element with a new header: a VR of PS3.5 6.2 and an even length.
 * Encapsulated pixel data gets its delimiter.
 */
function spliceRepaired(
  { kept, edit }: KeptElement,
  encoding: Encoding,
  target: SpliceTarget,
): void {
  const { tag, vr, valueStart, valueEnd } = kept;
  if (kept.isEncapsulated) return spliceEncapsulated({ kept, edit }, encoding, target);
  const length = valueEnd - valueStart;
  const even = length + length % 2;
  target.write(encodeHead(tag, writtenVR(vr, even), even, encoding));
  copyValue(target, valueStart, valueEnd, valueStart, edit);
  if (even > length) target.write(Uint8Array.of(paddingOf(vr)));
}

function spliceEncapsulated(
  { kept, edit }: { readonly kept: Element; readonly edit: EditBytes | undefined },
  encoding: Encoding,
  target: SpliceTarget,
): void {
  const { tag, vr, valueStart, valueEnd, fragments = [] } = kept;
  target.write(encodeHead(tag, vr, undefinedLength, encoding));
  if (fragments.some(isOdd)) spliceFragments(fragments, { kept, edit }, encoding, target);
  else copyValue(target, valueStart, valueEnd, valueStart, edit);
  target.write(encodeHead(sequenceDelimitation, "", 0, encoding));
}

/**
 * Padding moves the fragments, so the offset table is written empty (PS3.5 A.4). The edit receives
 * the fragment headers of the source, so that it can find the starts of the fragments.
 */
function spliceFragments(
  [offsetTable, ...fragments]: readonly Fragment[],
  { kept: { valueStart }, edit }: { readonly kept: Element; readonly edit: EditBytes | undefined },
  encoding: Encoding,
  target: SpliceTarget,
): void {
  if (!offsetTable) return;
  const head = (length: number): Uint8Array => encodeHead(itemTag, "", length, encoding);
  edit?.(head(0), 0);
  target.write(head(0));
  for (const fragment of fragments) {
    const { start, end } = fragment;
    const length = end - start;
    edit?.(head(length), start - 8 - valueStart);
    target.write(head(length + length % 2));
    copyValue(target, start, end, valueStart, edit);
    if (isOdd(fragment)) target.write(Uint8Array.of(0));
  }
}

function copyValue(
  target: SpliceTarget,
  from: number,
  to: number,
  valueStart: number,
  edit: EditBytes | undefined,
): void {
  if (!edit) return target.copy(from, to);
  target.copyEdited(from, to, (part, offset) => edit(part, from - valueStart + offset));
}

function isOdd({ start, end }: Fragment): boolean {
  return (end - start) % 2 === 1;
}
