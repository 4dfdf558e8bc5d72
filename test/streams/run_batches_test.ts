import assert from "node:assert/strict";
import { lastValueFrom, NEVER, type Observable, Subject, toArray } from "rxjs";
import type { ClaimedBatch, Job } from "../../src/model/batch.ts";
import { IntakeError } from "../../src/model/errors.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import type { BatchPorts } from "../../streams/claims.ts";
import type { StopSignals } from "../../streams/run_to_end.ts";
import { watch } from "../../streams/watch.ts";
import { batchFinished } from "../support/streams/events.ts";
import { noDeliveries } from "../support/streams/stream_ports.ts";

function batch(id: number): ClaimedBatch {
  const fixed = {
    base: "/in",
    origin: "NEW",
    claim: 1,
    stage: "claimed",
    settled: true,
    keyFingerprint: null,
    sourceGone: false,
    ageSeconds: 0,
    survey: null,
    lookAgain: false,
  } as const;
  return { id, uid: `ST-${id}`, code: `B-${id}`, ...fixed };
}

type RunPorts = BatchPorts & StopSignals;

/** Runs Batches as the watcher does, without an inbox. */
function runBatches(ports: RunPorts): Observable<IntakeEvent> {
  const inboxes = {
    bases: [],
    identify: () => NEVER,
    watch: () => () => {},
    list: () => NEVER,
    scanEveryMs: 1000,
    checkEveryMs: 1000,
  };
  const record = () => Promise.resolve([]);
  return watch({ inboxes, record, batches: ports, deliveries: noDeliveries }, ports);
}

/** Waiting Batches, and jobs that end when `end()` is called. */
class Bench {
  readonly wake$ = new Subject<void>();
  readonly stop$ = new Subject<void>();
  readonly abort$ = new Subject<void>();
  readonly limits: number[] = [];
  readonly running = new Map<number, { batch: Job; end: () => void }>();
  started = 0;
  most = 0;
  #onStart: (() => void)[] = [];

  constructor(readonly waiting: number[]) {}

  ports(overrides: Partial<RunPorts> = {}): RunPorts {
    return {
      concurrency: 2,
      leaseMs: 60_000,
      wake$: this.wake$,
      stop$: this.stop$,
      abort$: this.abort$,
      claim: (limit) => {
        this.limits.push(limit);
        return Promise.resolve(this.waiting.splice(0, limit).map(batch));
      },
      renew: (jobs) => Promise.resolve(new Set(jobs.map(({ id }) => id))),
      isProgressing: () => true,
      process: (job) => this.#process(job),
      ...overrides,
    };
  }

  async startedCount(count: number): Promise<void> {
    while (this.started < count) {
      await new Promise<void>((resolve) => this.#onStart.push(resolve));
    }
  }

  async *#process(job: Job): AsyncGenerator<IntakeEvent> {
    const ended = Promise.withResolvers<void>();
    this.running.set(job.id, { batch: job, end: () => ended.resolve() });
    this.most = Math.max(this.most, this.running.size);
    this.started++;
    for (const notify of this.#onStart.splice(0)) notify();
    job.signal.addEventListener("abort", () => ended.resolve());
    await ended.promise;
    this.running.delete(job.id);
    yield batchFinished(job.code);
  }

  end(id: number): void {
    this.running.get(id)?.end();
  }
}

Deno.test("runBatches() claims only as many as there are free slots, and refills each at once", async () => {
  const bench = new Bench([1, 2, 3, 4]);
  const ended = lastValueFrom(runBatches(bench.ports()).pipe(toArray()));
  bench.wake$.next();
  await bench.startedCount(2);
  bench.end(1);
  await bench.startedCount(3);
  bench.end(2);
  await bench.startedCount(4);
  assert.equal(bench.most, 2);
  assert.ok(bench.limits.every((limit) => limit <= 2));
  assert.equal(bench.limits[0], 2);
  assert.equal(bench.limits[1], 1);
  bench.stop$.next();
  bench.end(3);
  bench.end(4);
  assert.deepEqual((await ended).map(({ batch }) => batch), ["B-1", "B-2", "B-3", "B-4"]);
});

Deno.test("runBatches() claims nothing after stop$, and completes running jobs", async () => {
  const bench = new Bench([1, 2, 3]);
  const ended = lastValueFrom(runBatches(bench.ports()).pipe(toArray()));
  bench.wake$.next();
  await bench.startedCount(2);
  bench.stop$.next();
  bench.wake$.next();
  bench.end(1);
  bench.end(2);
  assert.equal((await ended).length, 2);
  assert.deepEqual(bench.waiting, [3]);
});

Deno.test("runBatches() aborts running jobs when abort$ emits", async () => {
  const bench = new Bench([1]);
  const ended = lastValueFrom(runBatches(bench.ports()).pipe(toArray()));
  bench.wake$.next();
  await bench.startedCount(1);
  const signal = bench.running.get(1)?.batch.signal;
  bench.stop$.next();
  bench.abort$.next();
  await ended;
  assert.ok(signal?.reason instanceof IntakeError);
  assert.equal(signal.reason.code, "STOPPED");
});

Deno.test("runBatches() aborts a job whose lease was lost", async () => {
  const bench = new Bench([1]);
  const ports = bench.ports({ leaseMs: 3, renew: () => Promise.resolve(new Set<number>()) });
  const ended = lastValueFrom(runBatches(ports).pipe(toArray()));
  bench.wake$.next();
  await bench.startedCount(1);
  const signal = bench.running.get(1)?.batch.signal;
  bench.stop$.next();
  await ended;
  assert.ok(signal?.reason instanceof IntakeError);
  assert.equal(signal.reason.code, "LEASE_LOST");
});

Deno.test("runBatches() emits the events of claims, and completes when there is nothing to do", async () => {
  const bench = new Bench([]);
  const paused: IntakeEvent = {
    name: "claims.paused",
    level: "warn",
    code: "MIN_FREE",
    directory: "/output",
    freeBytes: 0,
    reason: "OUTPUT_BASE has too little free space",
    hint: "free space at OUTPUT_BASE",
  };
  const ports = bench.ports({ claim: () => Promise.resolve([paused]), abort$: NEVER });
  const ended = lastValueFrom(runBatches(ports).pipe(toArray()));
  bench.wake$.next();
  await Promise.resolve();
  bench.stop$.next();
  assert.deepEqual(await ended, [paused]);
});

Deno.test("runBatches() does not renew the lease of a job whose threads make no progress", async () => {
  const bench = new Bench([1, 2]);
  const asked: number[][] = [];
  const ports = bench.ports({
    leaseMs: 6,
    isProgressing: ({ id }) => id !== 1,
    renew: (jobs) => {
      asked.push(jobs.map(({ id }) => id));
      return Promise.resolve(new Set(jobs.map(({ id }) => id)));
    },
  });
  const ended = lastValueFrom(runBatches(ports).pipe(toArray()));
  bench.wake$.next();
  await bench.startedCount(2);
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(asked[0], [2]);
  bench.stop$.next();
  bench.abort$.next();
  await ended;
});
