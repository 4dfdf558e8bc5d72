import assert from "node:assert/strict";
import type { ImageRow } from "../../../src/model/image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { dcmtkTools, makeSamples } from "../../support/dicom/dicom_samples.ts";
import { ascii, encodeFile, plainEncodings } from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools(...dcmtkTools, "dcm2json", "dcmodify");

async function processed(directory: string, path: string): Promise<ImageRow> {
  const task = { folder: directory, staged: `${directory}/out`, code: "B-1", files: [] };
  const file = { number: 1, path: path.slice(directory.length + 1), isFile: true };
  const tools = { ...imageTools(), gate: undefined }; // texts are planted in what is kept
  const outcome = await processImage(task, file, tools);
  assert.ok(outcome.kind === "image", path);
  return outcome.row;
}

/** dcm2json's model without bulk data, which the catalogue does not hold. */
function withoutBulk(model: unknown): unknown {
  if (Array.isArray(model)) return model.map(withoutBulk);
  if (typeof model !== "object" || model === null) return model;
  const entries = Object.entries(model).filter(([tag, value]) => {
    const isBulk = /^(OB|OD|OF|OL|OV|OW|UN)$/.test(value?.vr ?? "");
    return !isBulk && !tag.startsWith("0002");
  });
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutBulk(value)]));
}

Deno.test({
  name:
    "the header that is stored is the one that dcm2json reads from the output, in every encoding",
  ignore,
  async fn() {
    using directory = tempDir();
    for (const [name, path] of Object.entries(await makeSamples(directory.path))) {
      const row = await processed(directory.path, path);
      const output = `${directory.path}/out/${row.path}`;
      await run("dcmodify", ["-nb", "-ea", "(7fe0,0010)", output]); // dcm2json wants no fragments
      const peer = JSON.parse(await run("dcm2json", [output]));
      assert.deepEqual(JSON.parse(row.header), withoutBulk(peer), name);
      Deno.removeSync(`${directory.path}/out`, { recursive: true });
    }
  },
});

const texts: Readonly<Record<string, readonly [term: string, hex: string, text: string]>> = {
  "Latin 1": ["ISO_IR 100", "c46e65df6573", "Äneßes"],
  "Unicode": ["ISO_IR 192", "ce94cebfcebacebdcf82", "Δοκνς"],
  "Unicode declared as Latin 1": ["ISO_IR 100", "ce94cebfcebacebdcf82", "Δοκνς"],
  "Cyrillic": ["ISO_IR 144", "bbeeda", "Люк"],
  "Japanese by ISO 2022": ["\\ISO 2022 IR 87", "1b24423b3345441b2842", "山田"],
  "Chinese": ["GB18030", "cdf5d0a1", "王小"],
  "two sets in one value": [
    "ISO 2022 IR 100\\ISO 2022 IR 144",
    "c46e655c1b2d4cbbeeda",
    "Äne\\Люк",
  ],
  "an unknown term beside a known one": ["ISO_IR 100\\ISO 2022 IR 999", "c46e65", "Äne"],
  "a misspelt term": ["ISO-IR 100", "c46e65", "Äne"],
};

for (const [name, [term, hex, text]] of Object.entries(texts)) {
  Deno.test(`texts are decoded: ${name}`, async () => {
    using directory = tempDir();
    const { explicit } = plainEncodings;
    assert.ok(explicit);
    const elements = [
      ascii(0x00080005, "CS", term),
      ascii(0x00080018, "UI", "1.2.3"),
      { tag: 0x00100020, vr: "LO", value: Uint8Array.fromHex(hex) },
      { tag: 0x00181400, vr: "LO", value: Uint8Array.fromHex(hex) },
      { tag: 0x0018115a, vr: "CS", value: Uint8Array.fromHex("41") },
      { tag: 0x00540400, vr: "SH", value: Uint8Array.fromHex(hex) },
    ];
    const path = `${directory.path}/x.dcm`;
    Deno.writeFileSync(path, encodeFile(elements, explicit));
    const row = await processed(directory.path, path);
    assert.equal(row.identity.patientId, text);
    const stored: unknown = JSON.parse(row.header)["00540400"]?.Value;
    assert.deepEqual(stored, text.split("\\"), "an element that is kept");
  });
}
