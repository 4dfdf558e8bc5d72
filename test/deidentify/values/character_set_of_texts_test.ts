import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { inCharacterSet } from "../../../src/deidentify/values/in_character_set.ts";
import { characterSet } from "../../../src/dicom/text/character_set.ts";
import { decodeText } from "../../../src/dicom/text/decode_text.ts";
import { encodeCharacters } from "../../../src/dicom/text/encode_characters.ts";
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

const studyDescription = 0x00081030;

function latin(tag: number, vr: string, text: string): PlainElement {
  return { tag, vr, value: Uint8Array.from(text, (letter) => letter.charCodeAt(0)) };
}

/** The bytes of a value as Latin-1, of a data set and of an item in it. */
async function cleaned(elements: readonly PlainElement[]): Promise<(string | undefined)[]> {
  using directory = tempDir();
  const how = plainEncodings.explicit;
  assert.ok(how);
  const [source, destination] = [`${directory.path}/source`, `${directory.path}/destination`];
  const all = [ascii(0x00080018, "UI", "1.2.3"), ...elements].sort((a, b) => a.tag - b.tag);
  Deno.writeFileSync(source, encodeFile(all, how));
  const tools = imageTools(["retainModifiedDates", "cleanDescriptors"]);
  const { skipped } = await deidentifyFile(source, destination, "B-1", tools);
  assert.deepEqual(skipped, []);
  const output = dicomParser.parseDicom(Deno.readFileSync(destination));
  const item = output.elements["x00400275"]?.items?.[0]?.dataSet;
  return [output.string("x00081030"), item?.string("x00400007")];
}

Deno.test("a cleaned text is written in the character set that the data set or item declares", async () => {
  const text = "IRM cérébrale (Kowalski)";
  const request = (...item: PlainElement[]): PlainElement => (
    { tag: 0x00400275, vr: "SQ", value: [item] }
  );
  assert.deepEqual(
    await cleaned([
      ascii(0x00080005, "CS", "ISO_IR 100"),
      latin(studyDescription, "LO", text),
      request(latin(0x00400007, "LO", text)),
    ]),
    ["IRM cérébrale", "IRM cérébrale"],
  );
  const utf8 = (tag: number): PlainElement => (
    { tag, vr: "LO", value: new TextEncoder().encode(text) }
  );
  const inUTF8 = String.fromCharCode(...new TextEncoder().encode("IRM cérébrale"));
  assert.deepEqual(
    await cleaned([
      ascii(0x00080005, "CS", "ISO_IR 100"),
      latin(studyDescription, "LO", text),
      request(ascii(0x00080005, "CS", "ISO_IR 192"), utf8(0x00400007)),
    ]),
    ["IRM cérébrale", inUTF8],
  );
  assert.equal((await cleaned([utf8(studyDescription)]))[0], "IRM cerebrale");
});

const sets: readonly (readonly [terms: string, text: string])[] = [
  ["ISO_IR 101", "Kość łokciowa"],
  ["ISO_IR 148", "Göğüs BT"],
  ["ISO_IR 144", "МРТ колена"],
  ["ISO_IR 126", "κεφαλή CT"],
  ["GB18030", "头部 MR"],
  ["ISO_IR 192", "頭部 é"],
  ["ISO 2022 IR 100", "Schädel"],
  ["\\ISO 2022 IR 100", "Schädel é"],
  ["\\ISO 2022 IR 87", "MR 頭部 T2"],
  ["\\ISO 2022 IR 149", "MR 머리 T2"],
  [
    "ISO 2022 IR 100\\ISO 2022 IR 144",
    "é МРТ é",
  ],
];

Deno.test("a text is read again as it was encoded, in one set and with extensions", () => {
  for (const [terms, text] of sets) {
    const characters = characterSet(terms.split("\\"));
    const bytes = encodeCharacters(text, characters);
    assert.ok(bytes, terms);
    assert.deepEqual(decodeText(bytes, "LO", characters), [text], terms);
  }
  assert.equal(encodeCharacters("頭部", { terms: "ISO_IR 100" }), undefined);
});

Deno.test("characters that a set lacks are written in ASCII, within the length of the VR", () => {
  const value = (vr: string, text: string, terms: string): string => {
    const element = { tag: studyDescription, vr, value: new TextEncoder().encode(text) };
    const edited = inCharacterSet(element, { terms });
    assert.ok("value" in edited);
    return new TextDecoder("latin1").decode(edited.value);
  };
  assert.equal(value("LO", "Kość é 5–7", "ISO_IR 100"), "Kosc é 5-7");
  assert.equal(value("SH", "Füße MRT T2 TSE.", ""), "Anonymized", "17 characters");
  assert.equal(value("LO", "頭部 MR", "ISO_IR 100"), "Anonymized");
  assert.equal(value("SH", "é".repeat(16), "ISO_IR 192").length, 32, "16 characters");
});
