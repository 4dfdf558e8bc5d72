import assert from "node:assert/strict";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { dcmtkTools, makeSamples } from "../support/dicom/dicom_samples.ts";
import { plainEncodings } from "../support/dicom/encode_data_set.ts";
import { mutate } from "../support/dicom/mutate.ts";
import { amount, figure } from "../support/figures.ts";
import { Planter } from "../support/patients/planted_file.ts";
import { processorTime } from "../support/processor_time.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const ignore = missingTools(...dcmtkTools, "dcmdump");
/** More with `MUTATIONS=100000 deno task test:system`. */
const mutations = amount("MUTATIONS", 5000);
/** Of the processor, however busy it is with others. */
const longestMs = 5000;

const site = recipesOf({
  file: "site.dicom",
  text: `FORMAT dicom
%header
REMOVE ALL contains:JANE
REMOVE values:names
JITTER endswith:Date var:jitter
%values names
SPLIT PatientName splitval='^';minlength='2'
%filter graylist
LABEL all with pixels
  present Rows
  coordinates 1,1,30,30
  keepcoordinates 2,2,3,3
`,
});

Deno.test({
  name: "damaged files become images or coded reasons, soon, and what was readable stays readable",
  ignore,
  async fn() {
    using directory = tempDir();
    const planter = new Planter(true);
    const sources = [
      ...Object.values(await makeSamples(directory.path)).map((path) => Deno.readFileSync(path)),
      ...Object.values(plainEncodings).map((how) => planter.file(how, "1.2.3")),
    ];
    const toolsets = [
      imageTools(),
      imageTools(["retainModifiedDates", "cleanDescriptors", "cleanStructuredContent"]),
      {
        ...imageTools(["retainSafePrivate", "retainPatientCharacteristics", "cleanGraphics"]),
        ...site,
      },
    ];
    const random = randomNumbers(20_260_131);
    const counts = new Map<string, number>();
    let slowestMs = 0;
    for (let number = 0; number < mutations; number++) {
      const bytes = mutate(sources[random(sources.length)] ?? new Uint8Array(), random);
      Deno.writeFileSync(`${directory.path}/x`, bytes);
      const file = { number, path: "x", isFile: true };
      const tools = toolsets[number % toolsets.length] ?? imageTools();
      const staged = `${directory.path}/out`;
      const task = { folder: directory.path, staged, code: "B-1", files: [] };
      const { result: outcome, ms } = await processorTime(() => processImage(task, file, tools));
      slowestMs = Math.max(slowestMs, ms);
      assert.ok(ms < longestMs, `mutation ${number} takes ${ms} ms`);
      const code = outcome.kind === "image" ? "image" : outcome.skipped.code;
      counts.set(code, (counts.get(code) ?? 0) + 1);
      assert.notEqual(code, "FAILED", `mutation ${number}`);
      if (outcome.kind !== "image") continue;
      const output = `${staged}/${outcome.row.path}`;
      if (number % 10 === 0 && await isReadable(`${directory.path}/x`)) {
        assert.ok(await isReadable(output), `mutation ${number}`);
      }
      Deno.removeSync(staged, { recursive: true });
    }
    for (const code of ["image", "HELD_BACK", "TRUNCATED", "MALFORMED", "NOT_DICOM"]) {
      assert.ok((counts.get(code) ?? 0) > 0, `${code} was met`);
    }
    figure("damaged files read", mutations);
    figure("milliseconds of the slowest", Math.round(slowestMs));
    for (const [code, count] of counts) figure(`of them ${code}`, count);
  },
});

function isReadable(path: string): Promise<boolean> {
  return run("dcmdump", ["-q", path]).then(() => true, () => false);
}
