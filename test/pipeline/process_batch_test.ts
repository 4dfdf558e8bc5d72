import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { BatchContent } from "../../src/database/images/store_batch.ts";
import type { Destination } from "../../src/deliver/destination.ts";
import { surveyFolder, surveyText } from "../../src/folder/survey_folder.ts";
import type { AfterPolicy, Job } from "../../src/model/batch.ts";
import { IntakeError } from "../../src/model/errors.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import type { ImageOutcome, ImageRow } from "../../src/model/image.ts";
import { writeManifest } from "../../src/output/manifest.ts";
import type { ImageTask } from "../../src/pipeline/image/image_task.ts";
import type { JobPorts } from "../../src/pipeline/job_ports.ts";
import { processBatch } from "../../src/pipeline/process_batch.ts";
import { Limiter } from "../../src/system/limiter.ts";
import { exists } from "../../src/system/paths.ts";
import { image } from "../support/database/batches.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { localFolders } from "../support/files/local_folders.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

/** What a thread does: a staged file, and its row. */
function staged({ staged, folder }: ImageTask, number: number): ImageRow {
  const studyDate = `2020010${number}`;
  const study = number % 2; // of one patient each
  const row = image(number, { patient: `P-${study}`, studyInstanceUid: `2.25.100${study}` });
  const path = `${staged}/${row.path}`;
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.copyFileSync(`${folder}/${[...Deno.readDirSync(folder)][0]?.name}`, path);
  const identity = { ...row.identity, studyDate, studyInstanceUid: `1.2.${study}` };
  return { ...row, identity };
}

/** A job on a real folder with everything else in the hands of the test. */
class Bench {
  readonly moves: string[] = [];
  readonly abort = new AbortController();
  content: BatchContent | undefined;
  after: AfterPolicy = "keep";
  duplicates: ReadonlySet<number> = new Set();
  destinations: readonly Destination[] = [];
  /** Whether the source was said to be gone at the end. */
  isDisposed: boolean | undefined;
  storedImages = 0;
  renew = (): Promise<void> => Promise.resolve();

  constructor(readonly directory: string) {}

  ports(run?: (task: ImageTask) => Promise<ImageOutcome[]>): JobPorts {
    const images = (task: ImageTask): Promise<ImageOutcome[]> =>
      Promise.resolve(task.files.map(({ number }) => ({
        kind: "image",
        row: staged(task, number),
      })));
    return {
      source: { folders: localFolders(), settleMs: 1000, after: this.after },
      admission: {
        admit: () => Promise.resolve("admitted"),
        defer: (_, delay) => this.#moved(`pass over ${delay}`),
      },
      images: {
        pool: { capacity: 2, run: run ?? images },
        spoolDirectory: this.directory,
        keyOf: () => "key",
        gate: "image",
        hasHeaderRules: true, // the rows are made up, their dates too
      },
      catalogue: {
        knownPatients: () => Promise.resolve(new Map()),
        store: async (_, content) => {
          this.content = content;
          await this.#moved("store");
          return this.duplicates;
        },
        countStored: () => Promise.resolve(this.storedImages),
        areStored: () => Promise.resolve(true),
        isComplete: () => Promise.resolve(true),
      },
      output: { base: `${this.directory}/output`, openFiles: new Limiter(1) },
      delivery: {
        destinations: this.destinations,
        retryBudgetMs: 1000,
        confirmed: () => Promise.resolve(new Set()),
        mayReplace: () => Promise.resolve(true),
        note: async (_, target, receipts) => {
          await this.#moved(`${receipts.length} receipts of ${target}`);
        },
      },
      row: this.#row(),
    };
  }

  #row(): JobPorts["row"] {
    return {
      renew: () => this.renew(),
      beginStage: async (_, stage) => void await this.#moved(stage),
      finish: async (_job, _seconds, isDisposed) => {
        this.isDisposed = isDisposed;
        await this.#moved("finish");
        const counts = { images: 3, skipped: 0, heldBack: 0, bytes: 300 };
        return { status: "DONE", hasError: false, ...counts };
      },
      fail: (_, { code }) => this.#moved(`fail ${code}`),
      release: (_, delay) => this.#moved(`release ${delay}`),
      suspect: () => Promise.resolve(),
      uncountClaim: async () => void await this.#moved("refund attempt"),
    };
  }

  #moved(what: string): Promise<true> {
    this.moves.push(what);
    return Promise.resolve(true);
  }

  async run(ports = this.ports(), job: Partial<Job> = {}): Promise<IntakeEvent[]> {
    const news: IntakeEvent[] = [];
    const claimed = {
      id: 1,
      uid: "ST-1",
      code: "B-1",
      base: this.directory,
      claim: 1,
      stage: "claimed",
      ...{ survey: null, lookAgain: false, sourceGone: false, ageSeconds: 0 },
    };
    const confirmLease = (renew: () => Promise<void>): Promise<void> => renew();
    const held = { origin: "NEW", settled: true, confirmLease, signal: this.abort.signal };
    for await (const each of processBatch({ ...claimed, ...held, ...job } as Job, ports)) {
      news.push(each);
    }
    return news;
  }
}

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
  bench.destinations = [{
    name: "target",
    async *deliver() {
      yield await Promise.resolve([]);
    },
  }];
  const ports = bench.ports(() => Promise.reject(new Error("nothing is to be read")));
  await bench.run(ports, { sourceGone: true });
  assert.deepEqual(bench.moves, ["deliver", "0 receipts of target", "finish"]);
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
    await next.run(undefined, { ...place, claim: 2 });
    assert.deepEqual(next.moves, ["dispose", "finish"], "nothing was written to it");
    makeStudy(directory.path, "ST-1", 1, 1);
    const other = new Bench(directory.path);
    other.after = "delete";
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
  await new Bench(directory.path).run(undefined, { claim: 2 });
  const output = `${directory.path}/output`;
  assert.deepEqual([...Deno.readDirSync(output)].map(({ name }) => name), ["B-1"]);
  assert.equal(filesBelow(output).length, 2 + 1);
  const manifest = Deno.readTextFileSync(`${output}/B-1/manifest.jsonl`).trim().split("\n");
  assert.deepEqual(
    manifest.map((line) => JSON.parse(line).path),
    filesBelow(`${output}/B-1`).filter((path) => path !== "manifest.jsonl"),
  );
});
