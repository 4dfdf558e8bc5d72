import { kindOfText } from "../../deidentify/text/kind_of_text.ts";
import { ownWords } from "../../deidentify/text/own_words.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { type TextKind, textKinds } from "../../model/text_kind.ts";

/** Says of what kind a text is that was read in the pixels of one image. */
export type KindOfText = (text: string) => TextKind;

/** Texts are compared with the values of the header, and with the name of the folder. */
export function textKindsOf(
  { header }: ImageHeader,
  siteWords: ReadonlySet<string> = new Set(),
  folderName = "",
): KindOfText {
  const own = ownWords(header, folderName);
  return (text) => kindOfText(text, own, siteWords);
}

const phrases: Readonly<Record<TextKind, string>> = {
  name: "a name of the header",
  identifier: "an identifier of the header",
  place: "an institution of the header",
  date: "a date or time",
  other: "other text",
  harmless: "harmless text",
};
const list = new Intl.ListFormat("en");

/** `a date or time and other text`: each kind once, the worst first. */
export function describeKinds(kinds: readonly TextKind[]): string {
  return list.format(textKinds.filter((kind) => kinds.includes(kind)).map((kind) => phrases[kind]));
}
