import type { CharacterSet } from "../../dicom/text/character_set.ts";
import { encodeCharacters } from "../../dicom/text/encode_characters.ts";
import type { EditedElement, MadeElement } from "../../dicom/write/edited.ts";
import { dummyValue } from "./dummy_value.ts";

const texts = new Set("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split(" "));
/** VRs whose texts use the character set of the data set (PS3.5 6.1.2.3). */
const inSet = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UT"]);
const onlyASCII: CharacterSet = { terms: "" };
/** Most characters that a VR allows (PS3.5 6.2). */
const longest: Readonly<Record<string, number>> = { SH: 16, LO: 64, ST: 1024, LT: 10_240 };

/** Letters and signs in ASCII, of those that are not a letter with a mark. */
const substitutes: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ł: "l",
  Ł: "L",
  ð: "d",
  þ: "th",
  ı: "i",
  µ: "u",
  μ: "u",
  "×": "x",
  "°": " deg",
  "·": ".",
  "…": "...",
  "–": "-",
  "—": "-",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "«": '"',
  "»": '"',
};

/**
 * A new element with its text, which is in UTF-8, encoded in the character set that its data set or
 * item declares. Characters that the set lacks are written in ASCII (`cerebrale`); a text of which
 * that is not possible becomes the dummy of its VR. Other elements are returned as they are.
 */
export function inCharacterSet(element: EditedElement, characters: CharacterSet): EditedElement {
  if (!("value" in element) || !texts.has(element.vr)) return element;
  if (element.value.every((byte) => byte < 0x80)) return element;
  return { ...element, value: encodedValue(element, characters) };
}

function encodedValue({ vr, value }: MadeElement, characters: CharacterSet): Uint8Array {
  const set = inSet.has(vr) ? characters : onlyASCII;
  const text = new TextDecoder().decode(value).normalize("NFC");
  const bytes = encodeCharacters(text, set);
  if (bytes) return bytes;
  const written = [...text].map((one) => encodeCharacters(one, set) ? one : plain(one)).join("");
  const fits = written.split(/[\\]/).every((one) => [...one].length <= (longest[vr] ?? Infinity));
  return (fits ? encodeCharacters(written, set) : undefined) ?? dummyValue(vr);
}

function plain(character: string): string {
  return substitutes[character] ?? character.normalize("NFKD").replace(/\p{M}/gu, "");
}
