import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { smallImage } from "../support/dicom/small_image.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools);

/** Ten Batches of one patient, two of which share a study, and one of another patient. */
function fill(inbox: string, isReversed: boolean): void {
  const folders = Array.from({ length: 10 }, (_, at) => ({
    name: `ST-${at}`,
    files: [1, 2, 3].map((number) =>
      smallImage({
        patient: "ONE",
        study: at < 2 ? "1.2.7" : `1.2.7.${at}`,
        studyDate: `202001${10 + at}`,
        instance: `1.2.7.${at}.1.${number}`,
      })
    ),
  }));
  folders.push({
    name: "ST-OTHER",
    files: [smallImage({ patient: "TWO", study: "1.2.8", instance: "1.2.8.1.1" })],
  });
  if (isReversed) folders.reverse();
  for (const { name, files } of folders) dropFolder(inbox, name, files);
}

interface Studied {
  readonly patient: string;
  readonly study: string;
  readonly date: string;
}

/** One row for each study and Batch: the pseudonyms, and the date as `YYYY-MM-DD`. */
async function studied(intake: IntakeUnderTest): Promise<Map<string, Studied>> {
  const database = await intake.database();
  try {
    const rows = await database.sql<(Studied & { uid: string })[]>`
      select distinct batch.uid, study.patient, study.study_instance_uid as study,
        study.study_date::text as date
      from batch join image on image.batch_id = batch.id
        join series on series.id = image.series_id join study on study.id = series.study_id`;
    return new Map(rows.map(({ uid, ...row }) => [uid, row]));
  } finally {
    await database.close();
  }
}

async function run(
  directory: string,
  key: string,
  isReversed: boolean,
  env: Record<string, string> = {},
): Promise<IntakeUnderTest> {
  Deno.mkdirSync(directory);
  const DEID_KEY_FILE = `${directory}/deid.key`;
  Deno.writeTextFileSync(DEID_KEY_FILE, key.repeat(4), { mode: 0o600 });
  const intake = new IntakeUnderTest(directory, { SETTLE: "0", DEID_KEY_FILE, ...env });
  fill(intake.inbox, isReversed);
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  return intake;
}

const [oneKey, otherKey] = ["0123456789abcdef", "fedcba9876543210"];
const days = (from = "", to = ""): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

Deno.test({
  name: "the same key and input give the same bytes, whatever the order, concurrency and server",
  ignore,
  async fn() {
    using directory = tempDir();
    const first = await run(`${directory.path}/first`, oneKey, false, { CONCURRENCY: "4" });
    const output = await digests(`${first.directory}/output`);
    assert.equal(Object.keys(output).length, 31 + 11, "images and manifests");

    await first.run("retry", "ST-0", "ST-5", "ST-OTHER");
    assert.equal((await first.run("queue")).code, 0);
    assert.deepEqual(await digests(`${first.directory}/output`), output, "done twice");

    await using server = await debianServer(directory.path);
    const env = { DATABASE_URL: server.url, CONCURRENCY: "1", WORKERS: "1" };
    const second = await run(`${directory.path}/second`, oneKey, true, env);
    assert.deepEqual(await digests(`${second.directory}/output`), output, "PostgreSQL 15");
    assert.deepEqual(await studied(second), await studied(first));
  },
});

Deno.test("another key has no name, UID or pseudonym in common", async () => {
  using directory = tempDir();
  const [one, other] = await Promise.all([
    run(`${directory.path}/one`, oneKey, false),
    run(`${directory.path}/other`, otherKey, false),
  ]);
  const words = async (intake: IntakeUnderTest): Promise<Set<string>> => {
    const paths = Object.keys(await digests(`${intake.directory}/output`));
    const rows = [...(await studied(intake)).values()];
    const names = paths.flatMap((path) => path.split("/")).filter((n) => n !== "manifest.jsonl");
    return new Set([...names, ...rows.flatMap((row) => Object.values(row))]);
  };
  const [mine, theirs] = [await words(one), await words(other)];
  assert.ok(mine.size > 40);
  assert.deepEqual([...mine.intersection(theirs)], []);
});

Deno.test("a patient over ten Batches has one pseudonym, a study over two one UID, and dates keep their distance", async () => {
  using directory = tempDir();
  const rows = await studied(await run(`${directory.path}/one`, oneKey, false));
  const ofOne = Array.from({ length: 10 }, (_, at) => rows.get(`ST-${at}`));
  const other = rows.get("ST-OTHER");
  assert.ok(other && ofOne[0]);
  assert.deepEqual(new Set(ofOne.map((row) => row?.patient)).size, 1);
  assert.equal(ofOne[0].study, ofOne[1]?.study, "the study that is split");
  assert.equal(new Set(ofOne.map((row) => row?.study)).size, 9);
  assert.equal(days(ofOne[2]?.date, ofOne[9]?.date), 7);
  assert.notEqual(days(ofOne[0].date, "2020-01-10"), days(other.date, "2020-01-31"));
  assert.notEqual(other.patient, ofOne[0].patient);
});
