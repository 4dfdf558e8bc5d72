import dimse from "dcmjs-dimse";
import assert from "node:assert/strict";
import table from "../../../src/dicom/read/image_classes.tsv" with { type: "text" };

Deno.test("the classes of images are those that others have by that name, and more", () => {
  const ours = new Set(table.split("\n").map((line) => line.split("\t")[0]));
  const theirs = Object.entries(dimse.constants.StorageClass as Record<string, string>);
  assert.ok(theirs.length > 40);
  for (const [name, uid] of theirs) {
    const isImage = /ImageStorage/.test(name);
    assert.equal(ours.has(uid.replace("1.2.840.10008.5.1.4.1.1.", "")), isImage, name);
  }
});
