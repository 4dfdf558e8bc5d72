import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { dictionaryEntry, tagOf } from "../../../src/dicom/dictionary.ts";
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { tableRows } from "../../support/deidentify/profile_rows.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
  somePixels,
} from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

/** What PS3.15 2026c removes and this program kept when it had the table of 2024b. */
const keptBefore = [
  "PersonNamesToUseSequence",
  "ThirdPersonPronounsSequence",
  "PronounCodeSequence",
  "GenderIdentitySequence",
  "GenderIdentityCodeSequence",
  "SexParametersForClinicalUseCategorySequence",
  "SexParametersForClinicalUseCategoryCodeSequence",
  "SexParametersForClinicalUseCategoryReference",
  "EthnicGroupCodeSequence",
  "SecondaryCaptureDeviceID",
  "HardcopyCreationDeviceID",
  "MultiplexGroupLabel",
  "ChannelLabel",
  "ChannelDerivationDescription",
  "WaveformAnnotationSequence",
];
/** The other rows that 2026c added, all of which it removes but the last two. */
const added = [
  "PrincipalDiagnosisCodeSequence",
  "PrimaryDiagnosisCodeSequence",
  "NameToUse",
  "SecondaryDiagnosesCodeSequence",
  "HistologicalDiagnosesCodeSequence",
  "NameToUseComment",
  "PronounComment",
  "SexParametersForClinicalUseCategoryComment",
  "GenderIdentityComment",
  "EthnicGroups",
  "AcquisitionContextDescription",
  "EffectiveStartDateTime",
  "EffectiveStopDateTime",
  "AnnotationDateTime",
  "SegmentDefinitionDateTime",
  "MontageName",
  "MontageChannelLabel",
  "DisplayURI",
  "UnformattedTextValue",
  "TableTopPositionAlignmentUID",
];
const values: Readonly<Record<string, string>> = { DT: "20200131101112", UR: "http://planted" };
const ends = new Map([["UnformattedTextValue", "dummy"], [
  "TableTopPositionAlignmentUID",
  "mapped",
]]);
const [referencedSeriesSequence, referencedInstanceSequence] = [0x00081115, 0x0008114a];

function tag(keyword: string): number {
  const found = tagOf(keyword);
  assert.ok(found !== undefined, keyword);
  return found;
}

function sample(keyword: string): PlainElement {
  const vr = dictionaryEntry(tag(keyword))?.vr ?? "";
  const code = ascii(0x00080104, "LO", "planted");
  if (vr === "SQ") return { tag: tag(keyword), vr, value: [[code]] };
  return ascii(tag(keyword), vr, vr === "UI" ? "1.2.3.77" : values[vr] ?? "planted");
}

/** A file that has the attributes at its top and in items one, two and three deep. */
function source(keywords: readonly string[], encoding: string, sopClass: string): Uint8Array {
  const found = plainEncodings[encoding];
  assert.ok(found);
  const samples = keywords.map(sample);
  const nest = (tag: number, inside: PlainElement[]): PlainElement[] => [
    ...samples,
    { tag, vr: "SQ", value: [inside] },
  ];
  const nested = nest(
    referencedSeriesSequence,
    nest(referencedInstanceSequence, nest(referencedSeriesSequence, samples)),
  );
  const head = [
    ascii(0x00080016, "UI", sopClass),
    ascii(0x00080018, "UI", "1.2.3"),
  ];
  return encodeFile([...head, ...nested, somePixels], found);
}

/** What is left of the attributes, by keyword, once for each depth. */
async function left(
  keywords: readonly string[],
  encoding: string,
  options: readonly Option[] = [],
  sopClass = "1.2.840.10008.5.1.4.1.1.2",
): Promise<Map<string, number>> {
  using directory = tempDir();
  const [from, to] = [`${directory.path}/source.dcm`, `${directory.path}/destination.dcm`];
  Deno.writeFileSync(from, source(keywords, encoding, sopClass));
  const { skipped } = await deidentifyFile(from, to, "B-1", imageTools(options));
  assert.deepEqual(skipped, []);
  const bytes = Deno.readFileSync(to);
  const found = new Map<string, number>();
  const visit = ({ elements }: dicomParser.DataSet, depth: number): void => {
    for (const keyword of keywords) {
      const name = `x${tag(keyword).toString(16).padStart(8, "0")}`;
      if (elements[name]) found.set(keyword, (found.get(keyword) ?? 0) + 1);
    }
    for (const { items } of Object.values(elements)) {
      for (const { dataSet } of items ?? []) if (dataSet) visit(dataSet, depth + 1);
    }
  };
  visit(dicomParser.parseDicom(bytes), 0);
  if (options.length === 0) assert.ok(!Buffer.from(bytes).includes("planted"), "no value is left");
  return found;
}

Deno.test("2026c has 35 rows more than 2024b, and this test has them all", () => {
  const written = new Set(tableRows.map((row) => row.tag));
  for (const keyword of [...keptBefore, ...added]) assert.ok(written.has(tag(keyword)), keyword);
  assert.equal(keptBefore.length, 15);
  assert.equal(keptBefore.length + added.length, 35);
});

for (const encoding of ["explicit", "implicit", "undefinedLength"]) {
  Deno.test(`what 2026c removes is removed at every depth: ${encoding}`, async () => {
    assert.deepEqual(await left(keptBefore, encoding), new Map());
    const removed = added.filter((keyword) => !ends.has(keyword));
    assert.deepEqual(await left(removed, encoding), new Map());
  });
}

Deno.test("what 2026c makes a dummy, and a UID, stay with another value", async () => {
  const expected = new Map([...ends.keys()].map((keyword) => [keyword, 4]));
  assert.deepEqual(await left([...ends.keys()], "explicit"), expected);
});

Deno.test("annotations (X/D) of a waveform are removed; where their type is not known, emptied", async () => {
  const annotations = ["WaveformAnnotationSequence"];
  const ecg = "1.2.840.10008.5.1.4.1.1.9.1.1";
  assert.deepEqual(await left(annotations, "explicit", [], ecg), new Map());
  const others = await left(annotations, "explicit", [], "1.2.840.10008.5.1.4.1.1.99.1");
  assert.deepEqual(others, new Map([["WaveformAnnotationSequence", 4]]));
});

Deno.test("an option that 2026c names keeps its attributes", async () => {
  const sexParameters = keptBefore.filter((keyword) => keyword.startsWith("SexParameters"));
  const kept = [...sexParameters, "EthnicGroupCodeSequence", "EthnicGroups"];
  const found = await left(kept, "explicit", ["retainPatientCharacteristics"]);
  assert.deepEqual([...found.keys()].sort(), kept.toSorted());
  const devices = ["SecondaryCaptureDeviceID", "HardcopyCreationDeviceID"];
  const device = await left(devices, "explicit", ["retainDeviceIdentity"]);
  assert.deepEqual([...device.keys()].sort(), devices.toSorted());
});
