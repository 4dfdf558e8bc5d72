import { SkippedFileError } from "../errors.ts";
import type { CharacterSet } from "../dicom/character_set.ts";
import { decodeText } from "../dicom/decode_text.ts";
import { latinText } from "../dicom/latin_text.ts";
import type { Element } from "../dicom/element.ts";
import type { Header } from "../dicom/header.ts";
import { vrOf } from "../dicom/vr_of.ts";
import { unshifted } from "./unshifted.ts";
import { type IdentifyingKind, identifyingKind } from "./identifying_attributes.ts";

/** A value of the source that identifies a person. */
export interface IdentifyingValue {
  readonly kind: IdentifyingKind;
  readonly text: string;
  /** `text` holds the bytes of the file read as Latin-1, because they are not ASCII. */
  readonly isRaw?: boolean;
}

const longest = 1024;
/** The most distinct values of one image; ordinary images have some dozens. */
const most = 10_000;

/**
 * Returns the values of all identifying attributes of a source, at every depth, without
 * duplicates: decoded with the declared character set, and also as raw bytes (Latin-1). Attributes
 * in `left` are omitted because the site itself decided about them. Throws SkippedFileError
 * TOO_COMPLEX if there are more values than an ordinary file has.
 */
export function identifyingValues(
  header: Header,
  left: ReadonlySet<number>,
): readonly IdentifyingValue[] {
  const values = new Map<string, IdentifyingValue>();
  const add = (value: IdentifyingValue): void => {
    if (value.text === "") return;
    values.set(`${value.kind}\0${value.isRaw ?? false}\0${value.text}`, value);
    if (values.size <= most) return;
    throw new SkippedFileError("TOO_COMPLEX", `it has more than ${most} identifying values`);
  };
  const visit = (elements: readonly Element[], outside: CharacterSet): void => {
    const characters = header.characterSetOf(elements, outside);
    for (const element of elements) {
      for (const item of element.items ?? []) visit(item.elements, characters);
      if (element.items || left.has(element.tag)) continue;
      const vr = vrOf(element);
      const kind = identifyingKind(element.tag, vr);
      const length = element.valueEnd - element.valueStart;
      if (!kind || length === 0 || length > longest) continue;
      const bytes = header.value(element);
      for (const text of decodeText(bytes, vr, characters)) add({ kind, text });
      if (bytes.some((byte) => byte >= 0x80 || byte === 0x1b)) {
        add({ kind, text: latinText(bytes).trim(), isRaw: true });
      }
      if (bytes.includes(0x1b)) add({ kind, text: unshifted(bytes).trim() });
    }
  };
  visit(header.elements, header.characters);
  return [...values.values()];
}
