import assert from "node:assert/strict";
import { syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { daysBack } from "../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { mapUID } from "../../src/deidentify/pseudonyms/subject.ts";
import { vocabulary } from "../../src/deidentify/text/vocabulary.ts";
import { fileReader } from "../../src/dicom/read/file_reader.ts";
import { imageFacts } from "../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../src/dicom/read/read_header.ts";
import { PublicWords } from "../../src/gate/facts/public_words.ts";
import { type SourceFacts, sourceFacts } from "../../src/gate/facts/source_facts.ts";
import { Gate } from "../../src/gate/gate.ts";
import { findingText } from "../../src/model/finding.ts";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { ascii, encodeFile, plainEncodings } from "../support/dicom/encode_data_set.ts";
import { identifiedSource, persons } from "../support/patients/identified_source.ts";
import { ordinaryImages } from "../support/patients/ordinary_images.ts";
import { tempDir } from "../support/temp_dir.ts";

const surnames = Deno.readTextFileSync(new URL("./surnames.txt", import.meta.url))
  .split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(" "))
  .filter((name) => name !== "");

/** The images of the suite that stand for all others. */
function sources(): { name: string; bytes: Uint8Array }[] {
  const { explicit } = plainEncodings;
  const [first] = ordinaryImages(["Nobody^At All", "QX-0"]);
  assert.ok(explicit && first);
  const naming = first.elements.map((element) =>
    element.tag === 0x00080070 ? ascii(0x00080070, "LO", "for Kowalski") : element
  );
  return [
    ...ordinaryImages(["Nobody^At All", "QX-0"]).map(({ name, elements }) => (
      { name, bytes: encodeFile(elements, explicit) }
    )),
    ...persons.map((person) => (
      { name: person.term, bytes: encodeFile(identifiedSource(person), explicit) }
    )),
    { name: "a text that names it", bytes: encodeFile(naming, explicit) },
    ...syntheticStudy({ number: 123_456, images: 1, size: 8 }),
  ];
}

interface Output {
  readonly name: string;
  readonly file: string;
  readonly path: string;
  readonly facts: SourceFacts;
}

async function outputOf(
  directory: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
  number: number,
): Promise<Output> {
  const folder = `${directory}/ST-1`;
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeFileSync(`${folder}/${number}`, bytes);
  const tools = imageTools();
  const staged = `${directory}/o${number}`;
  const entry = { number, path: String(number), isFile: true };
  const outcome = await processImage({ folder, staged, code: "B-1", files: [] }, entry, tools);
  assert.ok(outcome.kind === "image", `${name}: ${JSON.stringify(outcome)}`);
  const { row } = outcome;
  using source = Deno.openSync(`${folder}/${number}`);
  const header = readHeader(source);
  const facts = sourceFacts({ header, facts: imageFacts(header) }, {
    folderName: "ST-1",
    uids: [row.studyInstanceUid, row.seriesInstanceUid, row.sopInstanceUid],
    mapUID: (uid) => mapUID(tools.key, uid),
    retainsUIDs: false,
    daysBack: [daysBack(tools.key, row.patient)],
    rules: { kept: new Set(), made: new Set(), removed: new Set() },
    retained: new Set(),
  });
  return { name, file: `${staged}/${row.path}`, path: row.path, facts };
}

Deno.test("of common surnames of ten languages none holds back an image that does not name it", async () => {
  using directory = tempDir();
  assert.ok(new Set(surnames).size >= 1000, `${new Set(surnames).size} surnames`);
  const gate = new Gate(new PublicWords(vocabulary));
  const found: string[] = [];
  for (const [number, source] of sources().entries()) {
    const { name, file, path, facts } = await outputOf(directory.path, source, number);
    using output = Deno.openSync(file);
    const reader = fileReader(output, source.bytes.length * 2);
    const inspect = (names: readonly string[]): string => {
      const values = names.map((text) => ({ kind: "NAME", text: `${text}^Xyzzyq` } as const));
      const { size } = Deno.statSync(file);
      return gate.inspect({ ...reader, size, readAt: reader.readAt.bind(reader) }, path, {
        ...facts,
        values,
        sharedUIDs: [], // what is looked for is the same for all, and made once
      }).map(findingText).join();
    };
    if (inspect(surnames) === "") continue;
    for (const one of surnames) {
      const said = inspect([one]);
      if (said !== "") found.push(`${one} in ${name}: ${said}`);
    }
  }
  const planted = "Kowalski in a text that names it: NAME at (0008,0070)";
  assert.deepEqual(found, [planted]);
});
