import assert from "node:assert/strict";
import { readHeader } from "../../src/dicom/read/read_header.ts";
import { deidentifyFolder } from "../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { ascii, encodeFile, plainEncodings, somePixels } from "../support/dicom/encode_data_set.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

const [studyDescription, seriesDescription] = [0x00081030, 0x0008103e];

interface Source {
  readonly name: string;
  readonly patient?: string;
  readonly physician?: string;
  readonly study?: string;
  readonly text: string;
}

function bytesOf({ patient, physician, study = "2.25.4712", text }: Source, at: number) {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  return encodeFile([
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", `2.25.471${at}0`),
    ...physician === undefined ? [] : [ascii(0x00080090, "PN", physician)],
    ascii(studyDescription, "LO", "MR"),
    ascii(seriesDescription, "LO", text),
    ...patient === undefined ? [] : [ascii(0x00100010, "PN", patient)],
    ascii(0x00100020, "LO", "MRN-0047119"),
    ascii(0x0020000d, "UI", study),
    ascii(0x0020000e, "UI", `2.25.4713${at}`),
    somePixels,
  ], explicit);
}

/** The series descriptions that leave, by instance of the source in order. */
async function descriptionsOf(sources: readonly Source[], folder = "ST-1"): Promise<string[]> {
  using directory = tempDir();
  const path = `${directory.path}/${folder}`;
  Deno.mkdirSync(path);
  for (const [at, source] of sources.entries()) {
    Deno.writeFileSync(`${path}/${at}-${source.name}`, bytesOf(source, at));
  }
  const tools = imageTools(["retainModifiedDates", "retainUids", "cleanDescriptors"]);
  const { skipped } = await deidentifyFolder(path, `${directory.path}/out`, "B-1", tools);
  assert.deepEqual(skipped, []);
  const found = new Map<string, string>();
  const isImage = (name: string): boolean => /^[\d.]+(?:dcm)?$/.test(name);
  for (const file of filesBelow(`${directory.path}/out`, isImage)) {
    using output = Deno.openSync(`${directory.path}/out/${file}`);
    const header = readHeader(output);
    found.set(header.ascii(0x00080018) ?? "", header.text(seriesDescription) ?? "");
  }
  return [...found].sort().map(([, text]) => text);
}

Deno.test("a description loses a name that only another image of its study has in its header", async () => {
  const sources: Source[] = [
    { name: "a", text: "MR Colon Knee axial" },
    { name: "b", patient: "Knee^Rose", text: "MR axial" },
    { name: "c", physician: "Colon^Martin", text: "Sagittal T2" },
  ];
  assert.deepEqual(await descriptionsOf(sources), ["MR axial", "MR axial", "Sagittal T2"]);
});

Deno.test("a name of another study takes nothing from a description", async () => {
  const sources: Source[] = [
    { name: "a", text: "MR Knee axial" },
    { name: "b", patient: "Knee^Rose", study: "2.25.5", text: "MR axial" },
  ];
  assert.deepEqual(await descriptionsOf(sources), ["MR Knee axial", "MR axial"]);
});

Deno.test("words of institutions and folders are cut where they are no common words of radiology", async () => {
  assert.deepEqual(
    await descriptionsOf([{ name: "a", text: "MR Schulter axial" }], "Schulter"),
    ["MR axial"],
  );
});
