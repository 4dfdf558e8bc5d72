import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { processImage } from "../../src/pipeline/process_image.ts";
import { recipesOf } from "../../src/pipeline/recipes.ts";
import { encodeFile, type PlainElement, plainEncodings } from "../support/encode_data_set.ts";
import { imageTools } from "../support/image_tools.ts";
import { insideCSA, orientations, siemensMosaics, uihMosaics } from "../support/mosaics.ts";
import { exists } from "../../src/exists.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const ignore = missingTools("dcm2niix");
const document = Deno.readTextFileSync(new URL("../../docs/research-mr.md", import.meta.url));
const [numbers, withCSA] = document.matchAll(/```\n(FORMAT dicom\n.*?)```/gs)
  .map(([, text = ""]) => text);

/** Only the CSA header says that the first slice is the topmost one. */
const wrongWithNumbers = "axial, head first";

/** What matters of a NIfTI-1 file and the texts beside it. */
interface Volume {
  readonly voxels: string;
  readonly size: string;
  readonly affine: readonly number[];
  /** Undefined where it is no diffusion series. */
  readonly bValues: string | undefined;
  readonly directions: string | undefined;
}

/** Converts a folder of DICOM files with dcm2niix; undefined where not one volume came out. */
async function convert(folder: string, to: string): Promise<Volume | undefined> {
  Deno.mkdirSync(to);
  await run("dcm2niix", ["-z", "n", "-b", "n", "-f", "x", "-o", to, folder]);
  const files = [...Deno.readDirSync(to)].map(({ name }) => name);
  if (!files.includes("x.nii")) return undefined;
  const textOf = (name: string): string | undefined =>
    files.includes(name) ? Deno.readTextFileSync(`${to}/${name}`) : undefined;
  const bytes = Deno.readFileSync(`${to}/x.nii`);
  const view = new DataView(bytes.buffer);
  return {
    voxels: createHash("sha256").update(bytes.subarray(352)).digest("hex"),
    size: bytes.subarray(40, 56).toHex(),
    affine: Array.from({ length: 12 }, (_, at) => view.getFloat32(280 + 4 * at, true)),
    bValues: textOf("x.bval"),
    directions: textOf("x.bvec"),
  };
}

/** The files of a series; of elements with one tag the last counts. */
function encoded(series: readonly (readonly PlainElement[])[]): Uint8Array[] {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  return series.map((elements) => {
    const all = new Map(elements.map((element) => [element.tag, element]));
    return encodeFile([...all.values()], explicit);
  });
}

/** Writes a series, de-identifies it with a recipe, and converts both. */
async function beforeAndAfter(
  directory: string,
  series: readonly Uint8Array[],
  recipe: string | undefined,
): Promise<{ before: Volume; after: Volume | undefined; bytes: string }> {
  const [folder, staged, output] = ["in", "staged", "out"].map((name) => `${directory}/${name}`);
  assert.ok(folder && staged && output);
  for (const name of [folder, output]) Deno.mkdirSync(name);
  const tools = {
    ...imageTools(),
    ...recipesOf(recipe === undefined ? undefined : { file: "site.dicom", text: recipe }),
  };
  let bytes = "";
  for (const [at, file] of series.entries()) {
    const path = `${at + 1}.dcm`;
    Deno.writeFileSync(`${folder}/${path}`, file);
    const entry = { number: at + 1, path, isFile: true };
    const outcome = await processImage({ folder, staged, code: "B-1", files: [] }, entry, tools);
    assert.ok(outcome.kind === "image", JSON.stringify(outcome));
    const written = Deno.readFileSync(`${staged}/${outcome.row.path}`);
    bytes += new TextDecoder("latin1").decode(written);
    Deno.writeFileSync(`${output}/${path}`, written);
  }
  const before = await convert(folder, `${directory}/nifti before`);
  assert.ok(before, "the source is a series of volumes");
  return { before, after: await convert(output, `${directory}/nifti after`), bytes };
}

for (const [name, lies] of Object.entries(orientations)) {
  Deno.test({
    name: `Siemens mosaics are the same volumes before and after with CSA headers, ${name}`,
    ignore,
    async fn() {
      using directory = tempDir();
      const series = encoded(siemensMosaics(lies));
      const { before, after, bytes } = await beforeAndAfter(directory.path, series, withCSA);
      assert.equal(before.bValues, "0\t1000\t1000\n");
      assert.deepEqual(after, before);
      const { uid, protocolUID } = insideCSA;
      assert.ok(bytes.includes(uid), "docs/research-mr.md says that it leaves");
      assert.ok(!bytes.includes(protocolUID), "the series header stays here");
    },
  });
}

for (const [name, lies] of Object.entries(orientations)) {
  const isWrong = name === wrongWithNumbers;
  Deno.test({
    name: `Siemens mosaics with numbers alone are ${isWrong ? "turned" : "the same"}, ${name}`,
    ignore,
    async fn() {
      using directory = tempDir();
      const series = encoded(siemensMosaics(lies));
      const { before, after, bytes } = await beforeAndAfter(directory.path, series, numbers);
      assert.deepEqual(after?.voxels, before.voxels);
      assert.deepEqual(after?.bValues, before.bValues);
      if (isWrong) assert.notDeepEqual(after?.affine, before.affine, "the document says so");
      else assert.deepEqual(after, before);
      for (const inside of Object.values(insideCSA)) assert.ok(!bytes.includes(inside));
    },
  });
}

for (const [name, lies] of Object.entries(orientations)) {
  Deno.test({
    name: `UIH mosaics are the same volumes before and after, ${name}`,
    ignore,
    async fn() {
      using directory = tempDir();
      const { before, after, bytes } = await beforeAndAfter(
        directory.path,
        encoded(uihMosaics(lies)),
        numbers,
      );
      assert.equal(before.bValues, "0\t1000\t1000\n");
      assert.deepEqual(after, before);
      assert.ok(!bytes.includes(insideCSA.date), "dates in the sequence of the frames are shifted");
    },
  });
}

Deno.test({
  name: "without a recipe mosaics are no volumes any more",
  ignore,
  async fn() {
    for (const make of [siemensMosaics, uihMosaics]) {
      using directory = tempDir();
      const lies = orientations["axial"];
      assert.ok(lies);
      const { before, after } = await beforeAndAfter(
        directory.path,
        encoded(make(lies)),
        undefined,
      );
      assert.notDeepEqual(after, before);
    }
  },
});

Deno.test({
  name: "the CSA series header leaves with UIDs, date and serial number inside it",
  ignore,
  async fn() {
    using directory = tempDir();
    const [, line = ""] = /```\n(KEEP \(0029.*?)```/s.exec(document) ?? [];
    const lies = orientations["axial"];
    assert.ok(lies && line.includes(",20)"));
    const series = encoded(siemensMosaics(lies));
    const { before, after, bytes } = await beforeAndAfter(directory.path, series, withCSA + line);
    assert.deepEqual(after, before);
    for (const released of Object.values(insideCSA)) assert.ok(bytes.includes(released));
  },
});

/** A mosaic of a Prisma, which Debian's dicom3tools has as an example. */
const prisma = "/usr/share/doc/dicom3tools/examples/0051.dcm";
for (const [name, recipe] of [["numbers alone", numbers], ["CSA image headers", withCSA]]) {
  Deno.test({
    name: `the mosaic of a real scanner is the same volume before and after with ${name}`,
    ignore: ignore || !exists(prisma),
    async fn() {
      using directory = tempDir();
      const source = [Deno.readFileSync(prisma)];
      const { before, after } = await beforeAndAfter(directory.path, source, recipe);
      assert.deepEqual(after, before);
    },
  });
}
