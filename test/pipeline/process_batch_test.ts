import assert from "node:assert/strict";
import { surveyFolder, surveyText } from "../../src/folder/survey_folder.ts";
import { IntakeError } from "../../src/model/errors.ts";
import type { ImageOutcome } from "../../src/model/image.ts";
import { writeManifest } from "../../src/output/manifest.ts";
import type { ImageTask } from "../../src/pipeline/image/image_task.ts";
import { exists } from "../../src/system/paths.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { Bench } from "../support/program/job_bench.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a folder becomes its rows and one completed Batch, with its dates and patients counted", async () => {
  using directory = tempDir();
  makeStudy(directory.path, "ST-1", 1, 3);
  const bench = new Bench(directory.path);
  const news = await bench.run();
  assert.deepEqual(bench.moves, ["store", "finish"]);
  assert.deepEqual(news.map(({ name }) => name).filter((e) => e !== "batch.progressed"), [
    "batch.started",
    "batch.finished",
  ]);
  assert.equal(news.at(-1)?.status, "DONE");
  assert.deepEqual([bench.content?.studyDates, bench.content?.patients], [3, 2]);
});

Deno.test("a folder that changes while it is read is not half imported", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  Deno.utimeSync(folder, 1000, 1000);
  const bench = new Bench(directory.path);
  const ports = bench.ports(() => {
    Deno.writeTextFileSync(`${folder}/late.dcm`, "late");
    return Promise.resolve([]);
  });
  const news = await bench.run(ports);
  assert.deepEqual(bench.moves, ["release 1"]);
  assert.equal(news.at(-1)?.code, "CHANGED_WHILE_READ");
});

Deno.test("a folder that vanishes while it is read ends as gone, not as a Batch of unreadable files", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  const bench = new Bench(directory.path);
  const ports = bench.ports(() => {
    Deno.renameSync(folder, `${folder}.tmp`);
    return Promise.resolve([]);
  });
  await bench.run(ports);
  assert.deepEqual(bench.moves, ["fail FOLDER_GONE"]);
});

Deno.test("an inbox that is not mounted here says nothing about its folders", async () => {
  using directory = tempDir();
  const bench = new Bench(directory.path);
  await bench.run(bench.ports(), { base: `${directory.path}/not-mounted` });
  assert.deepEqual(bench.moves, ["release 1"]);
});

Deno.test("each fault moves the Batch where it belongs", async () => {
  using directory = tempDir();
  makeStudy(directory.path, "ST-1", 1, 3);
  const full = Object.assign(new Error("/in/DOE^JANE: no space"), { code: "ENOSPC" });
  const cases: [fault: unknown, moves: string[]][] = [
    [new IntakeError("STOPPED", "stopped", ""), ["release 0"]],
    [new IntakeError("LEASE_LOST", "lost", ""), ["refund attempt"]],
    [new IntakeError("WORKER_DIED", "died", ""), ["fail WORKER_DIED"]],
    [full, ["release 10"]],
    [new TypeError("DOE^JANE"), ["fail INTERNAL"]],
  ];
  for (const [fault, moves] of cases) {
    const bench = new Bench(directory.path);
    const news = await bench.run(bench.ports(() => Promise.reject(fault)));
    assert.deepEqual(bench.moves, moves);
    assert.doesNotMatch(JSON.stringify(news), /DOE/);
  }
});

Deno.test("a job that is told to end stops between two chunks and gives its Batch back", async () => {
  using directory = tempDir();
  makeStudy(directory.path, "ST-1", 1, 60);
  const bench = new Bench(directory.path);
  let chunks = 0;
  const ports = bench.ports(() => {
    if (++chunks === 2) bench.abort.abort(new IntakeError("STOPPED", "stopped", ""));
    return Promise.resolve([]);
  });
  await bench.run(ports);
  assert.equal(chunks, 2);
  assert.deepEqual(bench.moves, ["release 0"]);
});

Deno.test("only a Batch that was delivered whole has its source disposed of", async () => {
  for (
    const [duplicates, moves, isThere] of [
      [[], ["store", "dispose", "finish"], false],
      [[2], ["store", "finish"], true],
      [[1, 2, 3], ["store", "finish"], true],
    ] as const
  ) {
    using directory = tempDir();
    const folder = makeStudy(directory.path, "ST-1", 1, 3);
    const bench = new Bench(directory.path);
    bench.after = "delete";
    bench.duplicates = new Set(duplicates);
    await bench.run();
    assert.deepEqual(bench.moves, moves);
    assert.equal(exists(folder), isThere, `${duplicates.length} duplicates`);
  }
});

Deno.test("a Batch claimed at stage dispose is not read again", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  const bench = new Bench(directory.path);
  bench.after = "delete";
  const survey = surveyText(surveyFolder(folder));
  const ports = bench.ports(() => Promise.reject(new Error("nothing is to be read")));
  await bench.run(ports, { stage: "dispose", survey });
  assert.deepEqual(bench.moves, ["finish"]);
  assert.ok(!exists(folder));
});

Deno.test("a Batch whose source is gone is sent to targets from its output, and stays so", async () => {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/output/B-1`, { recursive: true });
  await writeManifest(`${directory.path}/output/B-1`, []);
  const bench = new Bench(directory.path);
  bench.after = "delete";
  bench.targets = ["target"];
  const ports = bench.ports(() => Promise.reject(new Error("nothing is to be read")));
  await bench.run(ports, { sourceGone: true });
  assert.deepEqual(bench.moves, ["hand over", "finish"]);
  assert.equal(bench.isDisposed, true);
  const between = new Bench(directory.path); // killed after its new rows, before its new output
  between.storedImages = 1;
  await between.run(undefined, { sourceGone: true });
  assert.deepEqual(between.moves, ["fail FOLDER_GONE"]);
});

for (const lookAgain of [false, true]) {
  Deno.test(`a source written to while its output waits for a target is kept; asked to look again: ${lookAgain}`, async () => {
    using directory = tempDir();
    const folder = makeStudy(directory.path, "ST-1", 1, 1);
    const bench = new Bench(directory.path);
    await bench.run();
    const place = {
      stage: "deliver" as const,
      survey: surveyText(surveyFolder(folder)),
      lookAgain,
    };
    const next = new Bench(directory.path);
    next.after = "delete";
    next.storedImages = 1;
    await next.run(undefined, { ...place, claim: 2 });
    assert.deepEqual(next.moves, ["dispose", "finish"], "nothing was written to it");
    makeStudy(directory.path, "ST-1", 1, 1);
    const other = new Bench(directory.path);
    other.after = "delete";
    other.storedImages = 1;
    const news = await other.run(undefined, { ...place, claim: 3 });
    assert.deepEqual(
      other.moves,
      lookAgain ? ["store", "dispose", "finish"] : ["dispose", "finish"],
    );
    const kept = news.filter(({ name }) => name === "source.kept");
    assert.equal(kept.length, lookAgain ? 0 : 1);
    assert.equal(exists(folder), !lookAgain);
    assert.equal(other.isDisposed, lookAgain, "what is there is the source, changed");
  });
}

Deno.test("a folder that takes its source's name before a Batch has ended does not hide that it is gone", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  const bench = new Bench(directory.path);
  bench.after = "delete";
  const { removeSync } = Deno;
  Deno.removeSync = (path, options) => {
    removeSync(path, options);
    if (String(path).includes(".deleting-")) makeStudy(directory.path, "ST-1", 2, 1);
  };
  try {
    await bench.run();
  } finally {
    Deno.removeSync = removeSync;
  }
  assert.ok(exists(folder));
  assert.equal(bench.isDisposed, true);
  const next = new Bench(directory.path); // the first was killed before its end was stored
  next.after = "delete";
  next.storedImages = 3;
  const news = await next.run(undefined, { stage: "dispose", claim: 2 });
  assert.deepEqual(news.map(({ name }) => name), ["source.kept", "batch.finished"]);
  assert.ok(exists(folder));
  assert.equal(next.isDisposed, true);
});

Deno.test("a lease that is lost before the rename leaves no output and nothing staged", async () => {
  using directory = tempDir();
  makeStudy(directory.path, "ST-1", 1, 3);
  const bench = new Bench(directory.path);
  const confirmLease = (): Promise<void> => {
    assert.deepEqual(bench.moves, ["store"]);
    throw new IntakeError("LEASE_LOST", "lost", "");
  };
  const news = await bench.run(bench.ports(), { confirmLease });
  assert.equal(news.at(-1)?.name, "lease.lost");
  assert.deepEqual([...Deno.readDirSync(`${directory.path}/output`)], []);
});

Deno.test("a claim that the database no longer knows leaves the output of its new holder alone", async () => {
  using directory = tempDir();
  makeStudy(directory.path, "ST-1", 1, 3);
  await new Bench(directory.path).run(undefined, { claim: 2 });
  const before = await digests(`${directory.path}/output`);
  const fenced = new Bench(directory.path);
  fenced.renew = () => Promise.reject(new IntakeError("LEASE_LOST", "lost", ""));
  const news = await fenced.run();
  assert.deepEqual(fenced.moves, ["store", "refund attempt"]);
  assert.equal(news.at(-1)?.name, "lease.lost");
  assert.deepEqual(await digests(`${directory.path}/output`), before);
});

Deno.test("an output that a dead job had moved aside is put back, even when its Batch fails now", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  await new Bench(directory.path).run();
  const output = `${directory.path}/output`;
  const before = await digests(output);
  Deno.renameSync(`${output}/B-1`, `${output}/B-1.tmp2-replaced`); // claim 2 died right here
  Deno.removeSync(folder, { recursive: true });
  const bench = new Bench(directory.path);
  await bench.run(undefined, { claim: 3 });
  assert.deepEqual(bench.moves, ["fail FOLDER_GONE"]);
  assert.deepEqual(await digests(output), before);
});

Deno.test("what stands where a Batch is to be staged, from before its database was restored, is no part of it", async () => {
  using directory = tempDir();
  makeStudy(directory.path, "ST-1", 1, 3);
  const staged = `${directory.path}/output/B-1.tmp1`;
  Deno.mkdirSync(staged, { recursive: true });
  Deno.writeTextFileSync(`${staged}/stray.dcm`, "of another time");
  await new Bench(directory.path).run();
  assert.equal(filesBelow(`${directory.path}/output/B-1`).includes("stray.dcm"), false);
});

Deno.test("a Batch that is done again replaces its output as a whole", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  await new Bench(directory.path).run();
  Deno.removeSync(`${folder}/IMG0003.dcm`);
  const again = new Bench(directory.path);
  again.storedImages = 3;
  await again.run(undefined, { claim: 2 });
  const output = `${directory.path}/output`;
  assert.deepEqual([...Deno.readDirSync(output)].map(({ name }) => name), ["B-1"]);
  assert.equal(filesBelow(output).length, 2 + 1);
  const manifest = Deno.readTextFileSync(`${output}/B-1/manifest.jsonl`).trim().split("\n");
  assert.deepEqual(
    manifest.map((line) => JSON.parse(line).path),
    filesBelow(`${output}/B-1`).filter((path) => path !== "manifest.jsonl"),
  );
});

Deno.test("a file that is overwritten after it was read, with its size and time, is not deleted unread, although its folder has just arrived", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  const path = `${folder}/IMG0001.dcm`;
  const preserved = 1_000_000_000; // as rsync --times sets it
  Deno.utimeSync(path, preserved, preserved);
  const corrected = Deno.readFileSync(path).with(-1, 255);
  const bench = new Bench(directory.path);
  bench.after = "delete";
  const ports = bench.ports();
  const { run } = ports.images.pool;
  const overwriting = async (task: ImageTask): Promise<readonly ImageOutcome[]> => {
    const outcomes = await run(task);
    Deno.writeFileSync(path, corrected);
    Deno.utimeSync(path, preserved, preserved);
    return outcomes;
  };
  await bench.run({
    ...ports,
    images: { ...ports.images, pool: { capacity: 2, run: overwriting } },
  });
  assert.match(bench.moves.join(), /^release/);
  assert.deepEqual(Deno.readFileSync(path), corrected);
});

Deno.test("an output that the catalogue does not know is replaced only by a folder with all of its images", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  await new Bench(directory.path).run();
  const output = `${directory.path}/output`;
  const before = await digests(output);
  Deno.removeSync(`${folder}/IMG0003.dcm`);
  const fewer = new Bench(directory.path);
  await fewer.run(undefined, { claim: 2 });
  assert.deepEqual(fewer.moves, ["fail NAME_TAKEN"]);
  assert.deepEqual(await digests(output), before);

  for (const name of ["IMG0003.dcm", "IMG0004.dcm"]) {
    Deno.copyFileSync(`${folder}/IMG0001.dcm`, `${folder}/${name}`);
  }
  const more = new Bench(directory.path);
  await more.run(undefined, { claim: 3 });
  assert.deepEqual(more.moves, ["store", "finish"]);
});
