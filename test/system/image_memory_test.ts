import assert from "node:assert/strict";
import { realisticLoads } from "../../bench/realistic_loads.ts";
import type { Option } from "../../src/deidentify/profile/options.ts";
import { Gate } from "../../src/gate/gate.ts";
import { openGate } from "../../src/pipeline/image/gate_image.ts";
import { ImageMemory } from "../../src/pipeline/image/image_memory.ts";
import type { ImageTools } from "../../src/pipeline/image/image_tools.ts";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { encodeFile, type PlainElement, plainEncodings } from "../support/dicom/encode_data_set.ts";
import { mutate } from "../support/dicom/mutate.ts";
import { identifiedSource, persons } from "../support/patients/identified_source.ts";
import { orientations, siemensMosaics } from "../support/patients/mosaics.ts";
import { numberedImage } from "../support/patients/numbered_image.ts";
import { ordinaryImages } from "../support/patients/ordinary_images.ts";
import { geImages, philipsEnhanced, philipsImages } from "../support/patients/research_mr.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { tempDir } from "../support/temp_dir.ts";

const random = randomNumbers(230);
const { words } = openGate("warn").gate;
const encodings = Object.entries(plainEncodings);
const optionSets: readonly (readonly Option[])[] = [
  ["retainModifiedDates"],
  ["retainFullDates", "retainUids", "retainInstitutionIdentity"],
  ["retainModifiedDates", "retainDeviceIdentity", "cleanDescriptors", "retainSafePrivate"],
];

/** The images of the suite's corpora; each is followed by similar ones, as in a series. */
function* corpora(): Generator<readonly PlainElement[]> {
  for (const person of [["Doe^Jane", "P-1"], ["Møller^Åse", "P-22"]] as const) {
    for (const { elements } of ordinaryImages(person)) {
      yield elements;
      yield withInstance(elements, "1.2.3.4");
      yield withInstance(elements, "1.2.3.4.5555");
    }
  }
  for (const person of persons) yield identifiedSource(person);
  for (let count = 0; count < 20; count++) yield numberedImage(random);
  for (const lies of Object.values(orientations)) yield* siemensMosaics(lies);
  yield* philipsImages();
  yield philipsEnhanced();
  yield* geImages();
}

/** The same image with another SOPInstanceUID, so that the other elements move. */
function withInstance(elements: readonly PlainElement[], uid: string): PlainElement[] {
  const value = new TextEncoder().encode(uid);
  return elements.map((one) => one.tag === 0x00080018 ? { ...one, value } : one);
}

/** With and without what is kept of the image before. */
class Comparison {
  readonly #directory = tempDir();
  readonly #kept: ImageTools;
  #count = 0;
  images = 0;

  constructor(readonly options: readonly Option[], readonly recipe?: string) {
    this.#kept = { ...this.#tools(), memory: new ImageMemory() };
  }

  async add(bytes: Uint8Array): Promise<void> {
    const { path } = this.#directory;
    const number = ++this.#count;
    Deno.mkdirSync(`${path}/ST-1`, { recursive: true });
    Deno.writeFileSync(`${path}/ST-1/file`, bytes);
    const [kept, alone] = [
      await this.#process(this.#kept, number, "kept"),
      await this.#process(this.#tools(), number, "alone"),
    ];
    assert.deepEqual(kept, alone, `image ${number}`);
    if (kept.includes('"image"')) this.images++;
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }

  #tools(): ImageTools {
    const recipe = this.recipe === undefined ? undefined : { file: "recipe", text: this.recipe };
    const gate = { policy: "warn" as const, gate: new Gate(words) };
    return { ...imageTools(this.options), ...recipesOf(recipe), gate };
  }

  async #process(tools: ImageTools, number: number, name: string): Promise<string> {
    const { path } = this.#directory;
    const task = { folder: `${path}/ST-1`, staged: `${path}/${name}`, code: "B-1", files: [] };
    const outcome = await processImage(task, { number, path: "file", isFile: true }, tools);
    if (outcome.kind === "skipped") return JSON.stringify(outcome);
    const written = `${task.staged}/${outcome.row.path}`;
    const bytes = Deno.readFileSync(written);
    Deno.removeSync(written);
    const header = JSON.stringify(JSON.parse(outcome.row.header));
    return JSON.stringify({ ...outcome, header }) + bytes.toHex();
  }
}

function explicitFile(elements: readonly PlainElement[]): Uint8Array {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  return encodeFile(elements, explicit);
}

for (const options of optionSets) {
  Deno.test(`what is kept of the image before changes no output and no row (${options})`, async () => {
    using comparison = new Comparison(options);
    for (const [name, encoding] of encodings) {
      for (const elements of corpora()) {
        // ordinary files are the first in explicit VR
        if (name === "explicit" || random(10) === 0) {
          await comparison.add(encodeFile(elements, encoding));
        }
      }
    }
    assert.ok(comparison.images > 250, `${comparison.images} images`);
  });
}

Deno.test("the same with rules of the site", async () => {
  using comparison = new Comparison(
    ["retainModifiedDates"],
    "FORMAT dicom\n%header\nKEEP PatientName\nREPLACE StudyDescription X\nREMOVE PatientSex\n",
  );
  for (const { elements } of ordinaryImages(["Doe^Jane", "P-1"])) {
    for (const uid of ["1.2.3", "1.2.3.456", "1.2.3"]) {
      await comparison.add(explicitFile(withInstance(elements, uid)));
    }
  }
  assert.ok(comparison.images > 10);
});

Deno.test("the same with realistic headers", async () => {
  for (const name of ["ct", "mr", "small-mr", "us"]) {
    using comparison = new Comparison(["retainModifiedDates"]);
    const files = realisticLoads[name]?.files ?? (() => []);
    for (const study of [1, 2]) {
      for (const { bytes } of files(study, 12)) await comparison.add(bytes);
    }
    assert.equal(comparison.images, 24);
  }
});

Deno.test("the same with damaged files between whole ones", async () => {
  using comparison = new Comparison(["retainModifiedDates"]);
  const whole = [...realisticLoads["header"]?.files(1, 2) ?? []].map(({ bytes }) => bytes);
  const ordinary = ordinaryImages(["Doe^Jane", "P-1"]).slice(0, 6)
    .map(({ elements }) => explicitFile(elements));
  for (const source of [...whole, ...ordinary]) {
    for (let round = 0; round < 15; round++) {
      await comparison.add(source);
      await comparison.add(mutate(source, random));
    }
  }
  assert.ok(comparison.images > 120, `${comparison.images} images`);
});
