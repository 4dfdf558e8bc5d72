import assert from "node:assert/strict";
import { words } from "../../../src/cli/commands/words.ts";
import { cleanText } from "../../../src/deidentify/text/clean_text.ts";
import { noOwnWords } from "../../../src/deidentify/text/own_words.ts";
import { parseSiteWords } from "../../../src/deidentify/text/word_list.ts";
import { IntakeError } from "../../../src/model/errors.ts";
import {
  ascii,
  encodeFile,
  plainEncodings,
  somePixels,
} from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

interface Source {
  readonly patient: string;
  readonly description: string;
  readonly institution?: string;
}

function bytesOf({ patient, description, institution = "" }: Source, at: number): Uint8Array {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  return encodeFile([
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", `2.25.471${at}0`),
    ascii(0x00080080, "LO", institution),
    ascii(0x0008103e, "LO", description),
    ascii(0x00100010, "PN", `${patient}^X`),
    ascii(0x00100020, "LO", `MRN-${patient}`),
    ascii(0x0020000d, "UI", `2.25.4712${at}`),
    ascii(0x0020000e, "UI", `2.25.4713${at}`),
    somePixels,
  ], explicit);
}

async function listed(sources: readonly Source[], ...args: string[]): Promise<string> {
  using directory = tempDir();
  for (const [at, source] of sources.entries()) {
    Deno.writeFileSync(`${directory.path}/${at}`, bytesOf(source, at));
  }
  Deno.writeTextFileSync(`${directory.path}/note.txt`, "Zyzzyva");
  let text = "";
  const code = await words.execute([...args, directory.path], {
    env: () => undefined,
    stdout: (part) => void (text += part),
    stderr: () => {},
    isTerminal: false,
    exitNow: () => {},
    relaunch: () => assert.fail("nothing starts"),
  });
  assert.equal(code, 0);
  return text.replaceAll(/^#.*\n/gm, "");
}

const sources: Source[] = [
  { patient: "Quimby", description: "MR Halsvene axial Quimby" },
  { patient: "Okafor", description: "halsvene Quimby Tveit" },
  { patient: "Petrov", description: "HALSVENE tromboseprotokoll Dr. Tveit", institution: "Nordby" },
  { patient: "Haugland", description: "Tromboseprotokoll Nordby Tveit 4711" },
  { patient: "Haugland", description: "enkeltord axial" },
];

Deno.test("words lists what is not known, by patients, without words of names, places and titles", async () => {
  assert.equal(await listed(sources), "halsvene # 3\ntromboseprotokoll # 2\n");
  assert.equal(await listed(sources, "--patients", "3"), "halsvene # 3\n");
  const all = "halsvene # 3\ntromboseprotokoll # 2\nenkeltord # 1\n";
  assert.equal(await listed(sources, "--patients", "1"), all);
});

Deno.test("the list of words is a vocabulary, with which texts keep them", async () => {
  const siteWords = parseSiteWords("words.txt", `# ours\n${await listed(sources)}`);
  assert.equal(cleanText("MR Halsvene axial"), "MR axial");
  assert.equal(cleanText("MR Halsvene axial", noOwnWords, 64, siteWords), "MR Halsvene axial");
  const own = { names: new Set(["halsvene"]), identifiers: new Set<string>() };
  assert.equal(cleanText("MR Halsvene axial", own, 64, siteWords), "MR axial");
});

Deno.test("a line of a vocabulary that is no single word is named by its number alone", () => {
  for (const line of ["two words", "T2_TSE", "47111", "x", "k12345"]) {
    assert.throws(
      () => parseSiteWords("words.txt", `halsvene\n${line}\n`),
      (error) =>
        error instanceof IntakeError && error.code === "SETTINGS" &&
        /^line 2 of the vocabulary words\.txt is not one word$/.test(error.message),
    );
  }
});
