import { itemTag, sequenceDelimitation, undefinedLength } from "./delimiters.ts";
import type { EditBytes, KeptElement, SpliceTarget } from "./edited.ts";
import type { Element, Encoding, Fragment } from "./element.ts";
import { encodeHead, paddingOf, writtenVR } from "./encode_element.ts";

/**
 * Copies the value of an invalid element with a new header: a VR of PS3.5 6.2 and an even length.
 * Encapsulated pixel data gets its delimiter.
 */
export function spliceRepaired(
  { kept, edit }: KeptElement,
  encoding: Encoding,
  target: SpliceTarget,
): void {
  const { tag, vr, valueStart, valueEnd } = kept;
  if (kept.isEncapsulated) return spliceEncapsulated({ kept, edit }, encoding, target);
  const length = valueEnd - valueStart;
  const even = length + length % 2;
  target.write(encodeHead(tag, writtenVR(vr, even), even, encoding));
  copy(target, valueStart, valueEnd, valueStart, edit);
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
  else copy(target, valueStart, valueEnd, valueStart, edit);
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
    copy(target, start, end, valueStart, edit);
    if (isOdd(fragment)) target.write(Uint8Array.of(0));
  }
}

function copy(
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
