import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import type { Option } from "../../src/deidentify/profile/options.ts";
import { outputOf } from "../support/deidentify/deidentify_bytes.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../support/dicom/encode_data_set.ts";

async function output(
  elements: readonly PlainElement[],
  options?: readonly Option[],
): Promise<dicomParser.DataSet> {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const usual = [ascii(0x00080018, "UI", "2.25.4711"), somePixels];
  return dicomParser.parseDicom(
    await outputOf(encodeFile([...usual, ...elements], explicit), options),
  );
}

Deno.test("TrackingID stays with a dummy beside TrackingUID, which needs it (type 1C)", async () => {
  const segment = [
    ascii(0x00620005, "LO", "Liver"),
    ascii(0x00620020, "UT", "Lesion 1 of Haugland"),
    ascii(0x00620021, "UI", "1.2.3.77"),
  ];
  const dataSet = await output([{ tag: 0x00620002, vr: "SQ", value: [segment] }, ...segment]);
  const inner = dataSet.elements.x00620002?.items?.[0]?.dataSet;
  for (const one of [dataSet, inner]) {
    assert.equal(one?.string("x00620020"), "Anonymized");
    assert.match(one?.string("x00620021") ?? "", /^2\.25\./);
  }
});

Deno.test("ContentDescription of a colour palette has a value (type 1)", async () => {
  const palette = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.39.1"),
    ascii(0x00700080, "CS", "HOT_IRON"),
    ascii(0x00700081, "LO", "Haugland's own"),
  ];
  for (const options of [[], ["retainModifiedDates"], ["cleanDescriptors"]] as const) {
    const dataSet = await output(palette, options);
    assert.ok((dataSet.elements.x00700081?.length ?? 0) > 0);
    assert.doesNotMatch(dataSet.string("x00700081") ?? "", /Haugland/);
  }
});

Deno.test("a time zone is written as the standard wants it", async () => {
  const zones = { "+0100": "+0100", "+01:00": "+0100", "-05:30": "-0530" };
  for (const [zone, expected] of Object.entries(zones)) {
    assert.equal((await output([ascii(0x00080201, "SH", zone)])).string("x00080201"), expected);
  }
  for (const zone of ["Haugland", "+1", "01:00 Eva"]) {
    assert.equal((await output([ascii(0x00080201, "SH", zone)])).elements.x00080201, undefined);
  }
});

Deno.test("a retained PatientAge is written as the standard wants it, whatever its VR was", async () => {
  const ages = { "72": "072Y", "22Y": "022Y", "6M": "006M", "022y": "022Y", "95": "090Y" };
  for (const vr of ["AS", "LO", "IS", "SH"]) {
    for (const [age, expected] of Object.entries(ages)) {
      const elements = [ascii(0x00101010, vr, age)];
      const dataSet = await output(elements, ["retainPatientCharacteristics"]);
      assert.equal(dataSet.string("x00101010"), expected, `${vr} ${age}`);
      assert.equal(dataSet.elements.x00101010?.vr, "AS");
    }
  }
  const named = await output([ascii(0x00101010, "LO", "72 Haugland")], [
    "retainPatientCharacteristics",
  ]);
  assert.equal(named.string("x00101010") ?? "", "");
  assert.equal((await output([ascii(0x00101010, "AS", "072Y")])).elements.x00101010, undefined);
});
