import assert from "node:assert/strict";
import { syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { amount, figure } from "../support/figures.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** More with `MANY_STUDIES=20000 deno task test:system`. */
const studies = amount("MANY_STUDIES", 500);
const limited = ["sh", "-c", 'ulimit -n 256; exec "$@"', "sh"];

/** A folder in which every file is a study of its own. */
function makeFolder(folder: string): void {
  Deno.mkdirSync(folder, { recursive: true });
  for (let number = 1; number <= studies; number++) {
    for (const { bytes } of syntheticStudy({ number, images: 1, size: 16 })) {
      Deno.writeFileSync(`${folder}/${number}`, bytes);
    }
  }
}

function directoriesBelow(folder: string): number {
  return [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory).length;
}

Deno.test(`a folder of many studies completes with 256 descriptors, through queue and through deidentify`, async () => {
  using directory = tempDir();
  const env = { SETTLE: "0", LOG_LEVEL: "debug" };
  const intake = new IntakeUnderTest(directory.path, env);
  makeFolder(`${intake.inbox}/ST-1`);
  await using queue = intake.startUnder(limited, "queue");
  assert.equal((await queue.status()).code, 0);
  const done = queue.log.filter(({ event }) => event.startsWith("batch.finished"));
  assert.deepEqual(done.map(({ images }) => images), [studies]);
  assert.deepEqual(queue.log.filter(({ event }) => event === "batch.released"), []);
  const [output = ""] = [...Deno.readDirSync(`${directory.path}/output`)].map(({ name }) => name);
  assert.equal(directoriesBelow(`${directory.path}/output/${output}`), studies);

  const copy = `${directory.path}/copy`;
  const from = `${intake.inbox}/ST-1`;
  await using deidentify = intake.startUnder(limited, "deidentify", [from, copy]);
  assert.equal((await deidentify.status()).code, 0);
  assert.equal(directoriesBelow(copy), studies);
  figure("studies in one folder, with 256 descriptors", studies);
});
