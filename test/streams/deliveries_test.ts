import assert from "node:assert/strict";
import {
  asyncScheduler,
  ignoreElements,
  map,
  merge,
  NEVER,
  type Observable,
  of,
  tap,
  timer,
} from "rxjs";
import { afterFailure, afterSuccess } from "../../src/deliver/circuit_breaker.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import type { Breaker, ClaimedDelivery, DeliveryJob } from "../../src/model/target.ts";
import { deliveries, type DeliveryPorts } from "../../streams/deliveries.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";
import { noDeliveries } from "../support/streams/stream_ports.ts";

function delivery(id: number, target: string): ClaimedDelivery {
  return { id, claim: 1, batchId: id, batch: `B-${id}`, target, attempt: 1 };
}

function sent({ batch, target }: DeliveryJob): IntakeEvent {
  return { name: "delivery.finished", level: "info", batch, target, images: 1 };
}

Deno.test("deliveries() sends to each target in slots of its own: one that is slow delays no other", () => {
  inVirtualTime(({ cold, hot, expectObservable }) => {
    const wake$ = hot("    w------------------");
    const stop$ = hot("    ------------s------");
    const slow$ = cold("   ---------------|");
    const fast$ = cold("   --(d|)");
    const expected = "     --d-d-d--------|";
    const waiting = ["slow", "slow", "fast", "fast", "fast"].map((to, at) => delivery(at, to));
    const claim: DeliveryPorts["claim"] = (free) => {
      const claimed = [...free].flatMap(([target, most]) =>
        waiting.filter((row) => row.target === target).slice(0, most)
      );
      for (const row of claimed) waiting.splice(waiting.indexOf(row), 1);
      return [claimed];
    };
    const deliver = (job: DeliveryJob): Observable<IntakeEvent> =>
      job.target === "slow" ? slow$.pipe(map(() => sent(job))) : fast$.pipe(map(() => done));
    const targets = ["slow", "fast"];
    const ports = { ...noDeliveries, wake$, claim, deliver, targets, perTarget: 1 };
    expectObservable(deliveries(ports, { stop$, abort$: NEVER })).toBe(expected, { d: done });
  });
});

const done: IntakeEvent = {
  name: "delivery.finished",
  level: "info",
  batch: "B-1",
  target: "fast",
  images: 1,
};

Deno.test("deliveries() claims nothing after stop$, and aborts what is sent when abort$ emits", () => {
  const signals: AbortSignal[] = [];
  const asked: number[] = [];
  inVirtualTime(({ cold, hot, expectObservable, flush }) => {
    const wake$ = hot("  w----w---");
    const stop$ = hot("  --s------");
    const abort$ = hot(" -------a-");
    const job$ = cold("  --------|");
    const expected = "   --------|";
    const ports: DeliveryPorts = {
      ...noDeliveries,
      targets: ["a"],
      wake$,
      claim: (free) => {
        asked.push(free.get("a") ?? 0);
        return [asked.length === 1 ? [delivery(1, "a")] : []];
      },
      deliver: (job) => {
        signals.push(job.signal);
        return job$.pipe(ignoreElements());
      },
    };
    expectObservable(deliveries(ports, { stop$, abort$ })).toBe(expected);
    flush();
  });
  assert.deepEqual(asked, [2]);
  assert.equal(signals[0]?.reason?.code, "STOPPED");
});

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const end = 2 * hour + minute + 7;

/** Rows of deliveries and targets in memory, with the rules of the circuit breaker. */
class Rows {
  readonly waiting: ClaimedDelivery[] = [];
  readonly confirmed = new Map<string, number[]>();
  readonly at = new Map<string, number[]>();
  readonly failedAt: number[] = [];
  readonly #breakers = new Map<string, Breaker & { nextAttempt: number }>();
  #sending = 0;
  mostSending = 0;

  constructor(readonly isDown: (target: string, now: number) => boolean) {}

  breaker(target: string): Breaker & { nextAttempt: number } {
    return this.#breakers.get(target) ??
      { state: "closed", failures: 0, allowed: 4, nextAttempt: 0 };
  }

  claim(free: ReadonlyMap<string, number>): ClaimedDelivery[] {
    return [...free].flatMap(([target, slots]) => {
      const breaker = this.breaker(target);
      if (breaker.state !== "closed" && breaker.nextAttempt > now()) return [];
      const most = breaker.state === "closed" ? Math.min(slots, breaker.allowed) : 1;
      const claimed = this.waiting.filter((row) => row.target === target).slice(0, most);
      if (claimed.length > 0 && breaker.state === "open") {
        this.#breakers.set(target, { ...breaker, state: "half-open", nextAttempt: now() + minute });
      }
      for (const row of claimed) this.waiting.splice(this.waiting.indexOf(row), 1);
      return claimed;
    });
  }

  deliver(job: DeliveryJob): Observable<IntakeEvent> {
    const { target } = job;
    this.#sending++;
    this.mostSending = Math.max(this.mostSending, this.#sending);
    return timer(100).pipe(
      tap(() => {
        this.#sending--;
        const before = this.breaker(target);
        if (!this.isDown(target, now())) {
          this.#breakers.set(target, { ...afterSuccess(before), nextAttempt: 0 });
          this.confirmed.set(target, [...this.confirmed.get(target) ?? [], job.batchId]);
          this.at.set(target, [...this.at.get(target) ?? [], now()]);
          return;
        }
        this.failedAt.push(now());
        const failure = { isDown: true, retryAfterMs: 0 };
        const { waitMs, ...after } = afterFailure(before, failure, () => 0.5);
        const nextAttempt = waitMs === undefined ? before.nextAttempt : now() + waitMs;
        this.#breakers.set(target, { ...after, nextAttempt });
        this.waiting.unshift({ ...job, attempt: job.attempt + 1 });
        this.waiting.sort((one, other) => one.batchId - other.batchId);
      }),
      map(() => sent(job)),
    );
  }
}

function now(): number {
  return asyncScheduler.now();
}

Deno.test("one of three targets is down for an hour: the others receive every Batch at once, and it receives each once, oldest first", () => {
  const targets = ["a", "b", "c"];
  const batches = 240; // one each half minute, for two hours
  const rows = new Rows((target, at) => target === "b" && at > minute && at < minute + hour);
  inVirtualTime(({ expectObservable, flush }) => {
    const wake$ = timer(0, 30 * second).pipe(
      tap((at) => {
        if (at < batches) targets.forEach((to, n) => rows.waiting.push(delivery(at * 3 + n, to)));
      }),
    );
    const ticks$ = timer(0, second);
    const stop$ = timer(end); // at the time of no other timer, which RxJS would confuse
    const ports: DeliveryPorts = {
      ...noDeliveries,
      targets,
      leaseMs: minute,
      wake$: merge(wake$, ticks$),
      claim: (free) => of(rows.claim(free)),
      deliver: (job) => rows.deliver(job),
    };
    const events$ = deliveries(ports, { stop$, abort$: NEVER });
    expectObservable(events$.pipe(ignoreElements())).toBe(`${end}ms |`);
    flush();
  }, 3 * hour);
  assert.equal(rows.waiting.length, 0);
  for (const [number, target] of targets.entries()) {
    const all = Array.from({ length: batches }, (_, at) => at * 3 + number);
    assert.deepEqual(rows.confirmed.get(target), all, `each Batch once, in order, at ${target}`);
  }
  for (const target of ["a", "c"]) {
    const late = rows.at.get(target)?.map((at, number) => at - number * 30 * second) ?? [];
    assert.ok(Math.max(...late) <= 200, "at full speed");
  }
  assert.ok(rows.failedAt.length < 140, `${rows.failedAt.length} probes in an hour`);
  const returned = rows.at.get("b")?.filter((at) => at > minute + hour) ?? [];
  const [first = 0, next = 0] = returned;
  assert.ok(first - minute - hour < 61 * second, "it continues by itself");
  assert.ok(next - first >= 100, "the first is sent alone");
  assert.ok(rows.mostSending <= 3 * 2, "never more than the slots");
});
