import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { outputOf } from "../../support/deidentify/deidentify_bytes.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../../support/dicom/encode_data_set.ts";

const responsiblePerson = ascii(0x00102297, "PN", "Haugland^Siv");
const responsiblePersonRole = ascii(0x00102298, "CS", "PARENT");
const committee = ascii(0x00120081, "LO", "Committee of Haugland");
const approvalNumber = ascii(0x00120082, "LO", "2024/4711");

/** What is left of elements, at the top and in an item: keyword to value. */
async function left(
  elements: readonly PlainElement[],
  options: readonly Option[] = [],
): Promise<(string | undefined)[]> {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const head = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2"),
    ascii(0x00080018, "UI", "2.25.4711"),
    { tag: 0x00081115, vr: "SQ", value: [elements] },
  ];
  const bytes = await outputOf(encodeFile([...head, ...elements, somePixels], explicit), options);
  const top = dicomParser.parseDicom(bytes);
  const inner = top.elements.x00081115?.items?.[0]?.dataSet;
  const values = (dataSet: dicomParser.DataSet | undefined): (string | undefined)[] =>
    elements.map(({ tag }) => dataSet?.string(`x${tag.toString(16).padStart(8, "0")}`));
  assert.deepEqual(values(inner), values(top));
  return values(top);
}

Deno.test("the role of a responsible person leaves with the person, and stays where none is named", async () => {
  assert.deepEqual(await left([responsiblePerson, responsiblePersonRole]), [undefined, undefined]);
  assert.deepEqual(await left([responsiblePersonRole]), ["PARENT"]);
  assert.deepEqual(await left([responsiblePerson]), [undefined]);
});

Deno.test("the name of an ethics committee leaves with the number of its approval, which needs it", async () => {
  assert.deepEqual(await left([committee, approvalNumber]), [undefined, undefined]);
  assert.deepEqual(await left([committee]), ["Anonymized"], "its row of table E.1-1");
  assert.deepEqual(await left([approvalNumber]), [undefined], "its row of table E.1-1");
});

Deno.test("an ethics committee that an option keeps has a dummy number of its approval", async () => {
  const kept = await left([committee, approvalNumber], ["retainInstitutionIdentity"]);
  assert.deepEqual(kept, ["Committee of Haugland", "Anonymized"]);
  const alone = await left([approvalNumber], ["retainInstitutionIdentity"]);
  assert.deepEqual(alone, [undefined]);
});
