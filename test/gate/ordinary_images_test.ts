import assert from "node:assert/strict";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { encodeFile, plainEncodings } from "../support/dicom/encode_data_set.ts";
import { ordinaryImages } from "../support/patients/ordinary_images.ts";
import { tempDir } from "../support/temp_dir.ts";

const tools = imageTools(undefined, undefined, recipesOf(undefined).recipes);

for (const [encoding, how] of Object.entries(plainEncodings)) {
  Deno.test(`the default profile and rules hold back none of the ordinary images, ${encoding}`, async () => {
    using directory = tempDir();
    const folder = `${directory.path}/ST-1`;
    Deno.mkdirSync(folder);
    const held: string[] = [];
    const images = ordinaryImages(["Quimby^Eva", "QX-4711"]);
    assert.ok(images.length >= 20);
    for (const [number, { name, elements }] of images.entries()) {
      Deno.writeFileSync(`${folder}/${number}`, encodeFile(elements, how));
      const task = { folder, staged: `${directory.path}/o`, code: "B-1", files: [] };
      const entry = { number, path: String(number), isFile: true };
      const outcome = await processImage(task, entry, tools);
      if (outcome.kind !== "image") {
        held.push(`${name}: ${outcome.skipped.code} ${outcome.skipped.reason}`);
      }
    }
    assert.deepEqual(held, []);
  });
}
