import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deidentifyFolder } from "../../src/pipeline/deidentify_folder.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { dumped } from "../support/deidentify/deidentify_bytes.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import {
  ctImage,
  type Encode,
  inExplicit,
  inImplicit,
  item,
  part10,
} from "../support/dicom/raw_elements.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("dcmdump", "gdcmdump", "dciodvfy");
const storage = "1.2.840.10008.5.1.4.1.1.";
const uid = (text: string): string => text + "\0".repeat(text.length % 2);

/** Classes whose images a department sends every day, their modality and what they need besides. */
const kinds: Readonly<
  Record<string, readonly [modality: string, Record<number, readonly [string, string]>]>
> = {
  "2": ["CT", { 0x00180060: ["DS", "120"] }],
  "4": ["MR", { 0x00180020: ["CS", "SE"], 0x00180080: ["DS", "500"] }],
  "128": ["PT", { 0x00541001: ["CS", "BQML"], 0x00541102: ["CS", "START"] }],
  "1": ["CR", { 0x00185101: ["CS", "AP"] }],
  "1.2": ["MG", { 0x00080068: ["CS", "FOR PRESENTATION"], 0x00200062: ["CS", "L"] }],
  "1.1": ["DX", { 0x00080068: ["CS", "FOR PRESENTATION"], 0x00281040: ["CS", "LIN"] }],
  "481.1": ["RTIMAGE", { 0x30020002: ["SH", "AP view"], 0x3002000c: ["CS", "NORMAL"] }],
};

/** Values that are empty in real files: nobody typed them. */
const emptyOnes = [
  0x00080050,
  0x00080080,
  0x00080090,
  0x00081030,
  0x0008103e,
  0x00100030,
  0x00100040,
  0x00101010,
  0x00180015,
  0x00181016,
  0x00181018,
  0x00181019,
  0x00200010,
  0x00280301,
];

/** An image with empty values, values of odd length, private blocks and local codes. */
function ordinary(encode: Encode, sopClass: string, number: number): Uint8Array {
  const [modality = "", needed = {}] = kinds[sopClass] ?? [];
  const code = Buffer.concat([
    encode(0x00080100, "SH", "RX1"), // odd
    encode(0x00080102, "SH", "99MUSTER"),
    encode(0x00080104, "LO", "local protocol"),
  ]);
  const others: Record<number, Uint8Array> = {
    ...Object.fromEntries(emptyOnes.map((tag) => [tag, encode(tag, "LO", "")])),
    ...Object.fromEntries(
      Object.entries(needed).map(([tag, [vr, text]]) => [tag, encode(Number(tag), vr, text)]),
    ),
    0x00080016: encode(0x00080016, "UI", uid(storage + sopClass)),
    0x00080018: encode(0x00080018, "UI", uid(`1.2.3.4.${number}`)),
    0x00080060: encode(0x00080060, "CS", modality),
    0x00080070: encode(0x00080070, "LO", "Makers Ltd."), // odd
    0x00081032: encode(0x00081032, "SQ", item(code)),
    0x00090010: encode(0x00090010, "LO", "MAKER 01"),
    0x00091001: encode(0x00091001, "UN", "private"), // odd
    0x00091002: encode(0x00091002, "SQ", item(encode(0x00091003, "LO", "inner"))), // odd
    0x00291010: encode(0x00291010, "OB", Buffer.alloc(301, 3)), // odd
    0x00280030: encode(0x00280030, "DS", "0.8\\0.8"), // odd
    0x00281050: encode(0x00281050, "DS", "-50"), // odd
    0x00281051: encode(0x00281051, "DS", "400"), // odd
    0x7fe00010: encode(0x7fe00010, "OW", Buffer.alloc(32, 1)),
  };
  return part10(
    encode === inImplicit ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1",
    ctImage(encode, others),
  );
}

/** What dciodvfy says of a file, without what it says of values. */
async function errorsOf(path: string): Promise<Set<string>> {
  const { stdout, stderr } = await new Deno.Command("dciodvfy", { args: [path], stdin: "null" })
    .output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder("latin1").decode(bytes)).join("\n");
  return new Set(text.split("\n").filter((line) => /^Error/.test(line)));
}

Deno.test({
  name: "the default profile delivers ordinary images with the habits of real files, all of them",
  ignore,
  async fn() {
    using directory = tempDir();
    const inbox = `${directory.path}/ST-1`;
    Deno.mkdirSync(inbox);
    const sources = new Map<string, string>();
    let number = 0;
    for (const sopClass of Object.keys(kinds)) {
      for (const encode of [inExplicit, inImplicit]) {
        const path = `${inbox}/${++number}.dcm`;
        Deno.writeFileSync(path, ordinary(encode, sopClass, number));
        sources.set(`${number}`, path);
      }
    }
    const tools = { ...imageTools(), ...recipesOf(undefined) };
    const output = `${directory.path}/output`;
    const { images, skipped } = await deidentifyFolder(inbox, output, "B-1", tools);
    assert.deepEqual(skipped, []);
    assert.equal(images, number);
    const known = new Set<string>();
    for (const path of sources.values()) (await errorsOf(path)).forEach((line) => known.add(line));
    for (const name of filesBelow(output).filter((name) => name.endsWith(".dcm"))) {
      await dumped(Deno.readFileSync(`${output}/${name}`));
      const fresh = [...await errorsOf(`${output}/${name}`)].filter((line) => !known.has(line));
      assert.deepEqual(fresh, [], name);
    }
  },
});
