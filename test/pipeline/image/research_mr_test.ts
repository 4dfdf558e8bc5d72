import assert from "node:assert/strict";
import type { ImageTools } from "../../../src/pipeline/image/image_tools.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { exists } from "../../../src/system/paths.ts";
import { beforeAndAfter, encoded } from "../../support/deidentify/before_and_after.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { insideCSA } from "../../support/patients/csa_headers.ts";
import { orientations, siemensMosaics, uihMosaics } from "../../support/patients/mosaics.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("dcm2niix");
const document = Deno.readTextFileSync(new URL("../../../docs/research-mr.md", import.meta.url));
const [numbers, withCSA] = document.matchAll(/```\n(FORMAT dicom\n.*?)```/gs)
  .map(([, text = ""]) => text);

/** Only the CSA header says that the first slice is the topmost one. */
const wrongWithNumbers = "axial, head first";

/** What a thread has with a recipe. */
function toolsWith(recipe: string | undefined): ImageTools {
  const text = recipe === undefined ? undefined : { file: "site.dicom", text: recipe };
  return { ...imageTools(), ...recipesOf(text) };
}

for (const [name, lies] of Object.entries(orientations)) {
  Deno.test({
    name: `Siemens mosaics are the same volumes before and after with CSA headers, ${name}`,
    ignore,
    async fn() {
      using directory = tempDir();
      const series = encoded(siemensMosaics(lies));
      const { before, after, bytes } = await beforeAndAfter(
        directory.path,
        series,
        toolsWith(withCSA),
      );
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
      const { before, after, bytes } = await beforeAndAfter(
        directory.path,
        series,
        toolsWith(numbers),
      );
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
        toolsWith(numbers),
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
        toolsWith(undefined),
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
    const { before, after, bytes } = await beforeAndAfter(
      directory.path,
      series,
      toolsWith(withCSA + line),
    );
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
      const { before, after } = await beforeAndAfter(directory.path, source, toolsWith(recipe));
      assert.deepEqual(after, before);
    },
  });
}
