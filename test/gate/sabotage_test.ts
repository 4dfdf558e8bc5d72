import assert from "node:assert/strict";
import { dirname } from "node:path";
import { daysBack } from "../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { mapUID } from "../../src/deidentify/pseudonyms/subject.ts";
import { fileReader } from "../../src/dicom/read/file_reader.ts";
import { imageFacts } from "../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../src/dicom/read/read_header.ts";
import { PublicWords } from "../../src/gate/facts/public_words.ts";
import { type SourceFacts, sourceFacts } from "../../src/gate/facts/source_facts.ts";
import { Gate } from "../../src/gate/gate.ts";
import type { Finding } from "../../src/model/finding.ts";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { encodeFile, type PlainElement, plainEncodings } from "../support/dicom/encode_data_set.ts";
import {
  identifiedSource,
  identity,
  type Person,
  persons,
} from "../support/patients/identified_source.ts";
import { elementsOf, outputFile, sabotage } from "../support/patients/sabotage.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { tempDir } from "../support/temp_dir.ts";

/** More with `SABOTAGES=100000 deno task test`. */
const sabotages = Number(Deno.env.get("SABOTAGES") ?? 1000);
const encodings = Object.values(plainEncodings);

/** A source, its honest output, and what the gate holds against each other. */
interface Case {
  readonly person: Person;
  readonly elements: readonly PlainElement[];
  readonly path: string;
  readonly facts: SourceFacts;
}

async function honestCase(directory: string, person: Person): Promise<Case> {
  const folder = `${directory}/${identity.folder}`;
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeFileSync(`${folder}/x`, encodeFile(identifiedSource(person), explicit));
  const tools = imageTools();
  const task = { folder, staged: `${directory}/${person.term}`, code: "B-1", files: [] };
  const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  const { row } = outcome;
  using source = Deno.openSync(`${folder}/x`);
  const header = readHeader(source);
  const facts = sourceFacts({ header, facts: imageFacts(header) }, {
    folderName: identity.folder,
    uids: [row.studyInstanceUid, row.seriesInstanceUid, row.sopInstanceUid],
    mapUID: (uid) => mapUID(tools.key, uid),
    retainsUIDs: false,
    daysBack: [daysBack(tools.key, row.patient)],
    rules: { kept: new Set(), made: new Set(), removed: new Set() },
    retained: new Set(),
  });
  const elements = elementsOf(Deno.readFileSync(`${task.staged}/${row.path}`));
  return { person, elements, path: row.path, facts };
}

function inspected(gate: Gate, directory: string, one: Case, bytes: Uint8Array, path = one.path) {
  const file = `${directory}/${path}`;
  Deno.mkdirSync(dirname(file), { recursive: true });
  Deno.writeFileSync(file, bytes);
  using output = Deno.openSync(file);
  const findings = gate.inspect(fileReader(output, bytes.length), path, one.facts);
  Deno.removeSync(file);
  return findings;
}

Deno.test(`of ${sabotages} sabotaged outputs every one is found, of honest ones none`, async () => {
  using directory = tempDir();
  const cases: Case[] = [];
  for (const person of persons) cases.push(await honestCase(directory.path, person));
  const gate = new Gate(new PublicWords([]));
  const staged = `${directory.path}/staged`;
  for (const one of cases) {
    for (const encoding of encodings) {
      const findings = inspected(gate, staged, one, outputFile(one.elements, encoding));
      assert.deepEqual(findings, [], `${one.person.term}, ${encoding.transferSyntaxUID}`);
    }
  }
  const random = randomNumbers(20_261_125);
  const missed: string[] = [];
  const shown: Finding[] = [];
  for (let number = 0; number < sabotages; number++) {
    const [one, encoding] = [cases[number % cases.length], encodings[random(encodings.length)]];
    assert.ok(one && encoding);
    const { what, bytes, path } = sabotage(one.elements, one.path, one.person, encoding, random);
    const findings = inspected(gate, staged, one, bytes, path);
    if (findings.length === 0) missed.push(what);
    shown.push(...findings);
  }
  assert.deepEqual(missed, []);
  const text = JSON.stringify(shown);
  for (const value of [...persons.map(({ family }) => family), ...Object.values(identity)]) {
    assert.ok(!text.includes(value), "a finding never holds a value");
  }
});
