import { defer, groupBy, merge, mergeMap, type Observable, type ObservableInput } from "rxjs";
import type { IntakeEvent } from "../src/model/event.ts";
import type { ClaimedDelivery, DeliveryJob } from "../src/model/target.ts";
import { leasedClaims, type LeasePorts, runLeased, Slots } from "./leased_claims.ts";
import type { StopSignals } from "./run_to_end.ts";

/** What delivering Batches to targets needs. */
export interface DeliveryPorts extends LeasePorts<ClaimedDelivery> {
  /** The names of the targets in the settings. */
  readonly targets: readonly string[];
  /** How many Batches this process sends to one target at once. */
  readonly perTarget: number;
  /** Emits when there may be due deliveries: after a notification, or a timer. */
  readonly wake$: Observable<unknown>;
  /**
   * Claims due deliveries, at most the given number for each target; none for a target that is
   * down, and one when its next attempt is due. Never rejects: failures are returned as events.
   */
  readonly claim: (
    free: ReadonlyMap<string, number>,
  ) => ObservableInput<readonly (ClaimedDelivery | IntakeEvent)[]>;
  /** Sends a Batch to its target and emits the events. Never rejects. */
  readonly deliver: (delivery: DeliveryJob) => ObservableInput<IntakeEvent>;
}

/**
 * The deliveries. Due rows are claimed and sent; each target is an actor with a stream and slots of
 * its own, so that a target that is slow, hangs or is down delays no other. Waiting for a target
 * occupies nothing: the circuit breaker is the target's row (`src/deliver/circuit_breaker.ts`),
 * which all processes share. Completes after `stop$` when the running deliveries have ended.
 */
export function deliveries(
  ports: DeliveryPorts,
  signals: StopSignals,
): Observable<IntakeEvent> {
  return defer(() => {
    const targets = new TargetSlots(ports);
    return leasedClaims(ports, {
      wake$: merge(ports.wake$, targets.all.freed$),
      claim: () => targets.free.size > 0 ? ports.claim(targets.free) : [],
      slots: targets.all,
      occupy: ({ target }) => targets.occupy(target),
    }, signals).pipe(
      groupBy((claimed) => "level" in claimed ? undefined : claimed.job.target),
      mergeMap((ofTarget$) =>
        ofTarget$.pipe(mergeMap((one) => runLeased(one, ports.deliver), ports.perTarget))
      ),
    );
  });
}

/** The slots of each target, and of all together. */
class TargetSlots {
  readonly all = new Slots();
  readonly #byTarget: ReadonlyMap<string, Slots>;

  constructor(readonly ports: Pick<DeliveryPorts, "targets" | "perTarget">) {
    this.#byTarget = new Map(ports.targets.map((name) => [name, new Slots()]));
  }

  /** The number of free slots of each target that has any. */
  get free(): ReadonlyMap<string, number> {
    const free = [...this.#byTarget].map(([name, slots]) =>
      [name, this.ports.perTarget - slots.inFlight] as const
    );
    return new Map(free.filter(([, count]) => count > 0));
  }

  occupy(target: string): () => void {
    const ends = [this.#byTarget.get(target)?.occupy(), this.all.occupy()];
    return () => ends.forEach((end) => end?.());
  }
}
