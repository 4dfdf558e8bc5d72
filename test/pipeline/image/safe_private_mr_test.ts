import assert from "node:assert/strict";
import { PrivateTable, siteRows } from "../../../src/deidentify/profile/private_table.ts";
import { Profile } from "../../../src/deidentify/profile/profile.ts";
import { beforeAndAfter, encoded } from "../../support/deidentify/before_and_after.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import type { PlainElement } from "../../support/dicom/encode_data_set.ts";
import {
  geBValues,
  geImages,
  notListed,
  philipsEnhanced,
  philipsImages,
  philipsScale,
} from "../../support/patients/research_mr.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("dcm2niix");
const bValues = /^0\s1000\s1000\s*$/;
const safe = ["retainModifiedDates", "retainSafePrivate"] as const;

const makers: Readonly<Record<string, () => PlainElement[][]>> = {
  "single images of Philips": philipsImages,
  "an enhanced image of Philips": () => [philipsEnhanced()],
};

for (const [name, make] of Object.entries(makers)) {
  Deno.test({
    name: `dcm2niix reads ${name} like the source: voxels, scale, b-values`,
    ignore,
    async fn() {
      using directory = tempDir();
      const series = encoded(make());
      const { before, after, bytes } = await beforeAndAfter(
        directory.path,
        series,
        imageTools(safe),
      );
      assert.match(before.bValues ?? "", bValues);
      assert.deepEqual(after, before);
      assert.ok(!bytes.includes(notListed), "elements that are not listed stay here");
    },
  });
}

Deno.test({
  name: "without RETAIN_SAFE_PRIVATE the scale slopes of Philips are lost",
  ignore,
  async fn() {
    for (const make of Object.values(makers)) {
      using directory = tempDir();
      const series = encoded(make());
      const { before, after } = await beforeAndAfter(directory.path, series, imageTools());
      const { slope, rescaleSlope } = philipsScale;
      assert.ok(Math.abs(before.scale[0] - 1 / slope) < 1e-3, "the measured signal");
      assert.equal(after?.scale[0], rescaleSlope, "what is displayed");
    }
  },
});

Deno.test({
  name:
    "b-values of GE stay; dcm2niix reads them as 0, for the table does not list their directions",
  ignore,
  async fn() {
    using directory = tempDir();
    const series = encoded(geImages());
    const { before, after, bytes } = await beforeAndAfter(
      directory.path,
      series,
      imageTools(safe),
    );
    assert.match(before.bValues ?? "", bValues);
    for (const value of geBValues) assert.ok(bytes.includes(value));
    const { voxels, size, affine, scale } = before;
    assert.deepEqual({ ...after, bValues: "", directions: "" }, {
      voxels,
      size,
      affine,
      scale,
      bValues: "",
      directions: "",
    });
    assert.match(after?.bValues ?? "", /^0\s0\s0\s*$/, "docs/research-mr.md says so");
  },
});

Deno.test({
  name: "with the rows of docs/research-mr.md dcm2niix reads a series of GE like the source",
  ignore,
  async fn() {
    using directory = tempDir();
    const document = Deno.readTextFileSync(
      new URL("../../../docs/research-mr.md", import.meta.url),
    );
    const [, text = ""] = /```\n(# tag\t.*?)```/s.exec(document) ?? [];
    const table = new PrivateTable(siteRows({ file: "site.tsv", text }));
    const tools = { ...imageTools(), profile: new Profile(new Set(safe), table) };
    const { before, after, bytes } = await beforeAndAfter(
      directory.path,
      encoded(geImages()),
      tools,
    );
    assert.match(before.bValues ?? "", bValues);
    assert.deepEqual(after, before);
    assert.ok(!bytes.includes(notListed));
  },
});
