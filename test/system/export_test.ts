import { tableFromIPC } from "apache-arrow";
import assert from "node:assert/strict";
import { readParquet } from "parquet-wasm/node";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Three Batches with images and one without. */
async function filled(directory: string): Promise<IntakeUnderTest> {
  const intake = new IntakeUnderTest(directory, { SETTLE: "0" });
  for (let number = 1; number <= 3; number++) dropStudy(intake.inbox, `JANE-${number}`, number, 4);
  const note = { name: "JANE.txt", bytes: new TextEncoder().encode("JANE") };
  dropFolder(intake.inbox, "JANE-4", [note]);
  assert.equal((await intake.run("queue")).code, 0);
  return intake;
}

type Row = Record<string, string | number | null>;

function jsonLines(text: string): Row[] {
  return text.trim().split("\n").map((line) => JSON.parse(line));
}

Deno.test("export gives every delivered image, with a path that is there, in all formats alike", async () => {
  using directory = tempDir();
  const intake = await filled(directory.path);
  const { stdout, code } = await intake.run("export", "images", "--format", "jsonl");
  assert.equal(code, 0);
  const rows = jsonLines(stdout);
  const delivered = filesBelow(`${directory.path}/output`).filter((path) => path.endsWith(".dcm"));
  assert.deepEqual(rows.map(({ path }) => path).sort(), delivered);
  for (const row of rows) {
    assert.equal(row["bytes"], Deno.statSync(`${directory.path}/output/${row["path"]}`).size);
  }
  assert.doesNotMatch(stdout, /JANE|FAKE/);

  const parquet = `${directory.path}/images.parquet`;
  const args = ["export", "images", "--format", "parquet", "--output", parquet] as const;
  assert.equal((await intake.run(args[0], ...args.slice(1))).code, 0);
  const table = tableFromIPC(readParquet(Deno.readFileSync(parquet)).intoIPCStream());
  const read = table.toArray().map((row) =>
    Object.fromEntries(
      Object.entries(row.toJSON()).map(([key, value]) => [
        key,
        typeof value === "bigint" ? Number(value) : value,
      ]),
    )
  );
  assert.deepEqual(read, rows);

  const csv = `${directory.path}/images.csv`;
  assert.equal((await intake.run("export", "--output", csv)).code, 0);
  const database = await intake.database();
  try {
    const { sql } = database;
    const names = Object.keys(rows[0] ?? {});
    const columns = names.map((name) => `"${name}" text`).join(", ");
    await sql.unsafe(`create temporary table t (${columns})`);
    Deno.chmodSync(csv, 0o644); // the server reads it
    await sql.unsafe(`copy t from '${csv}' with (format csv, header)`);
    const stored = await sql<Row[]>`select * from t`;
    const asTexts = (row: Row): Row =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, value === null ? null : String(value)]),
      );
    assert.deepEqual(stored.map((row) => ({ ...row })), rows.map(asTexts));
  } finally {
    await database.close();
  }
});

Deno.test("export counts images and bytes of series, and knows Batches by their codes alone", async () => {
  using directory = tempDir();
  const intake = await filled(directory.path);
  const series = jsonLines((await intake.run("export", "series", "--format", "jsonl")).stdout);
  assert.deepEqual(series.map(({ images }) => images), [4, 4, 4]);
  const { stdout } = await intake.run("export", "batches", "--format", "jsonl");
  const batches = jsonLines(stdout);
  assert.deepEqual(batches.map(({ status }) => status).sort(), ["DONE", "DONE", "DONE", "EMPTY"]);
  assert.match(String(batches[0]?.["finished_at"]), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.doesNotMatch(stdout, /JANE/);
});

Deno.test("metrics has a line for each Batch and their sum", async () => {
  using directory = tempDir();
  const intake = await filled(directory.path);
  const { stdout } = await intake.run("metrics");
  const [head = "", ...lines] = stdout.trim().split("\n");
  const columns = head.split("\t");
  const rows = lines.map((line) => line.split("\t"));
  const of = (row: readonly string[] | undefined, name: string): number =>
    Number(row?.[columns.indexOf(name)]);
  assert.equal(rows.length, 5);
  const total = rows.at(-1);
  assert.equal(total?.[0], "total");
  assert.equal(of(total, "images"), 12);
  const sum = rows.slice(0, -1).reduce((bytes, row) => bytes + of(row, "bytes"), 0);
  assert.equal(of(total, "bytes"), sum);
  assert.ok(of(total, "gb_per_day") > 0);
  assert.doesNotMatch(stdout, /JANE/);
});

Deno.test("export answers bad operands in one sentence, and leaves no half file", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (
    const args of [["studies"], ["images", "series"], ["--format", "xml"], ["--format", "parquet"]]
  ) {
    const { code, stderr } = await intake.run("export", ...args);
    assert.equal(code, 2, stderr);
  }
  const nowhere = `${directory.path}/nowhere/x.csv`;
  const { code, stderr } = await intake.run("export", "--output", nowhere);
  assert.equal(code, 3);
  assert.match(stderr, /cannot be written \(ENOENT\)[^]*OUTPUT_UNWRITABLE/);
});
