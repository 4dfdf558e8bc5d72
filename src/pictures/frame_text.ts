import type { Item } from "../dicom/element.ts";
import type { Header } from "../dicom/read/header.ts";
import * as Tag from "../dicom/tag.ts";
import { latinText, trimPadding } from "../dicom/text/decode_text.ts";

const longest = 1024;

/**
 * An ASCII value of a frame, counted from 0: of the data set, or of the sequence `group` in the
 * functional groups of the frame, or in those that all frames share (PS3.3 C.7.6.16). Undefined if
 * it is empty.
 */
export function frameText(
  header: Header,
  frame: number,
  group: number,
  tag: number,
): string | undefined {
  const own = header.ascii(tag);
  if (own !== undefined) return own;
  const groups = [
    header.find(Tag.PerFrameFunctionalGroupsSequence)?.items?.[frame],
    header.find(Tag.SharedFunctionalGroupsSequence)?.items?.[0],
  ];
  for (const item of groups) {
    const element = find(find(item, group)?.items?.[0], tag);
    if (!element || element.items || element.valueEnd - element.valueStart > longest) continue;
    const text = trimPadding(latinText(header.value(element)));
    if (text !== "") return text;
  }
  return undefined;
}

function find(item: Item | undefined, tag: number) {
  return item?.elements.find((element) => element.tag === tag);
}
