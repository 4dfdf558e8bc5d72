import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { isUnderstood, isVideo } from "../../src/dicom/transfer_syntax.ts";
import { deidentifyFile } from "../../src/pipeline/deidentify_folder.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import type { Recipe } from "../../src/recipe/recipe.ts";
import {
  deidentifyBytes,
  dumped,
  headerOf,
  outputOf,
} from "../support/deidentify/deidentify_bytes.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import {
  ctImage,
  fragments,
  implicit,
  inExplicit,
  inImplicit,
  part10,
  us,
} from "../support/dicom/raw_elements.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const ignore = missingTools("dcmdump", "gdcmdump", "dcmconv");
const ge = "1.2.840.113619.5.2";
const standard = (suffix: string): string => `1.2.840.10008.1.2${suffix}`;

/** Words that tell which byte comes first. */
const words = Array.from({ length: 16 }, (_, at) => 256 * at + 1);
const bigEndianWords = Buffer.from(us(...words)).swap16();

function valueOf(bytes: Uint8Array, tag: number): Buffer {
  const header = headerOf(bytes);
  const element = header.find(tag);
  assert.ok(element);
  return Buffer.from(bytes.subarray(element.valueStart, element.valueEnd));
}

function geFile(others: Record<number, Uint8Array | undefined> = {}): Uint8Array {
  const pixels = implicit(0x7fe00010, bigEndianWords);
  return part10(ge, ctImage(inImplicit, { 0x7fe00010: pixels, ...others }));
}

Deno.test({
  name: "GE's transfer syntax becomes implicit little endian, its pixels, too",
  ignore,
  async fn() {
    assert.deepEqual([...headerOf(geFile()).facts.repairs], ["TRANSFER_SYNTAX"]);
    const output = await outputOf(geFile());
    assert.match(await dumped(output), /\(0002,0010\) UI =LittleEndianImplicit/);
    assert.deepEqual(valueOf(output, 0x7fe00010), us(...words));
    assert.deepEqual(valueOf(output, 0x00280010), us(4), "the rest was little endian");
  },
});

Deno.test({
  name: "dcmtk reads the same pixels in a file of GE's and in its output",
  ignore,
  async fn() {
    using directory = tempDir();
    const values = await Promise.all([geFile(), await outputOf(geFile())].map(async (bytes, at) => {
      const [from, to] = [`${directory.path}/${at}`, `${directory.path}/${at}.dcm`];
      Deno.writeFileSync(from, bytes);
      await run("dcmconv", ["+te", from, to]);
      return valueOf(Deno.readFileSync(to), 0x7fe00010);
    }));
    assert.deepEqual(values[1], values[0]);
  },
});

Deno.test("pixels of GE's are turned whatever the parts, and blanked where a rule wants it", async () => {
  using directory = tempDir();
  const path = (name: string): string => `${directory.path}/${name}`;
  Deno.writeFileSync(path("x"), geFile());
  const text = "FORMAT dicom\n%filter graylist\nLABEL all\n  present Rows\n  coordinates 0,0,1,1\n";
  const recipes: readonly Recipe[] = recipesOf({ file: "r", text }).recipes;
  for (const size of [2, 3, 7, 64]) {
    const tools = { ...imageTools(), buffer: new Uint8Array(size) };
    await deidentifyFile(path("x"), path(`${size}.dcm`), "B-1", tools);
    assert.deepEqual(valueOf(Deno.readFileSync(path(`${size}.dcm`)), 0x7fe00010), us(...words));
    const blanking = { ...tools, recipes };
    await deidentifyFile(path("x"), path(`${size}-blank.dcm`), "B-1", blanking);
    const blanked = valueOf(Deno.readFileSync(path(`${size}-blank.dcm`)), 0x7fe00010);
    const [first = 0, second = 0] = [blanked.readUInt16LE(0), blanked.readUInt16LE(4)];
    assert.deepEqual([first, second], [0, words[2]]);
  }
});

Deno.test("what is not as GE's transfer syntax wants is skipped, and what has no pixels is not", async () => {
  const bytes = implicit(0x00280100, us(8));
  const explicitOne = part10(ge, ctImage(inExplicit));
  const pixels = fragments([Buffer.alloc(8)]);
  const compressed = part10(ge, ctImage(inExplicit, { 0x7fe00010: pixels }));
  for (const file of [geFile({ 0x00280100: bytes }), explicitOne, compressed]) {
    assert.equal((await deidentifyBytes(file)).code, "TRANSFER_SYNTAX");
  }
  const plan = { 0x00080016: implicit(0x00080016, "1.2.840.10008.5.1.4.1.1.481.5\0") };
  const none = Object.fromEntries(
    [0x00280010, 0x00280011, 0x00280100, 0x7fe00010].map((tag) => [tag, undefined]),
  );
  assert.equal((await deidentifyBytes(geFile({ ...plan, ...none }))).code, undefined);
});

const unknown = {
  "Philips": "1.3.46.670589.33.1.4.1",
  "Sectra": "1.2.752.24.3.7.7",
  "Papyrus": "1.2.840.10008.1.20",
  "an unknown one": "1.2.826.0.1.3680043.9.7433.99",
  "a class in its place": "1.2.840.10008.5.1.4.1.1.2",
  "SMPTE ST 2110": standard(".7.1"),
  "JPIP in a deflated data set": standard(".4.95"),
  "XML": standard(".6.2"),
  "MIME": standard(".6.1"),
};

for (const [what, uid] of Object.entries(unknown)) {
  Deno.test(`a transfer syntax that is not understood is never relabelled: ${what}`, async () => {
    const compressed = ctImage(inExplicit, { 0x7fe00010: fragments([Buffer.alloc(64, 7)]) });
    for (const dataSet of [ctImage(inExplicit), ctImage(inImplicit), compressed]) {
      assert.equal((await deidentifyBytes(part10(uid, dataSet))).code, "TRANSFER_SYNTAX");
    }
  });
}

Deno.test("a data set in another native encoding than declared is relabelled, and that is noted", async () => {
  const wrong: readonly (readonly [string, Buffer, string])[] = [
    [standard(""), ctImage(inExplicit), standard(".1")],
    [standard(".1"), ctImage(inImplicit), standard("")],
    [standard(".2"), ctImage(inExplicit), standard(".1")],
    [standard(".4.50"), ctImage(inExplicit), standard(".1")],
  ];
  for (const [declared, dataSet, real] of wrong) {
    const { transferSyntaxUID, facts } = headerOf(part10(declared, dataSet));
    assert.equal(transferSyntaxUID, real);
    assert.deepEqual([...facts.repairs], ["TRANSFER_SYNTAX"]);
    await outputOf(part10(declared, dataSet));
  }
});

Deno.test("a compression of a later edition stays as it is, and is never relabelled", async () => {
  const later = standard(".4.299");
  const pixels = fragments([Buffer.alloc(64, 7)]);
  const output = await outputOf(part10(later, ctImage(inExplicit, { 0x7fe00010: pixels })));
  assert.equal(headerOf(output).transferSyntaxUID, later);
  const { code } = await deidentifyBytes(part10(later, ctImage(inExplicit)));
  assert.equal(code, "TRANSFER_SYNTAX");
});

Deno.test("the transfer syntaxes of PS3.5 for files are understood", () => {
  const suffixes = ["", ".1", ".1.98", ".1.99", ".2", ".5", ".8.1"];
  const compressed = [
    50,
    51,
    57,
    70,
    80,
    81,
    90,
    91,
    92,
    93,
    94,
    110,
    111,
    112,
    201,
    202,
    203,
    204,
  ];
  const video = [100, 101, 102, 103, 104, 105, 106].flatMap((one) => [`.4.${one}`, `.4.${one}.1`]);
  const all = [...suffixes, ...compressed.map((one) => `.4.${one}`), ...video, ".4.107", ".4.108"];
  for (const suffix of all) assert.ok(isUnderstood(standard(suffix)), suffix);
  const videos = all.filter((suffix) => isVideo(standard(suffix)));
  assert.deepEqual(videos, [...video, ".4.107", ".4.108"]);
});
