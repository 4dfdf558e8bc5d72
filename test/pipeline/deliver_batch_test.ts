import assert from "node:assert/strict";
import {
  DeliveryError,
  type Destination,
  RefusedImagesError,
  TargetDownError,
} from "../../src/deliver/destination.ts";
import { IntakeError } from "../../src/model/errors.ts";
import type { IntakeEvent } from "../../src/model/event.ts";
import type { DeliveryJob, DeliveryOutcome, EndedAttempt } from "../../src/model/target.ts";
import { writeManifest } from "../../src/output/manifest.ts";
import { deliverBatch, type DeliverBatchPorts } from "../../src/pipeline/deliver_batch.ts";
import { tempDir } from "../support/temp_dir.ts";

const ended: EndedAttempt = { isLost: false, waitMs: 11_200, failures: 3, turned: undefined };

/** One attempt to deliver an empty Batch to a target that ends in the given way. */
class Attempt {
  readonly outcomes: DeliveryOutcome[] = [];
  readonly refused: string[] = [];
  isStored = true;
  end = (): Promise<EndedAttempt> => Promise.resolve(ended);

  async run(outputBase: string, fault?: unknown): Promise<IntakeEvent[]> {
    const target: Destination = {
      name: "file:///a",
      async *deliver() {
        yield await Promise.resolve([]);
        if (fault) throw fault;
      },
    };
    const ports: DeliverBatchPorts = {
      outputBase,
      destinations: [target],
      catalogue: {
        countStored: () => Promise.resolve(this.isStored ? 0 : 1),
        areStored: () => Promise.resolve(true),
      },
      confirmed: () => Promise.resolve(new Set()),
      mayReplace: () => Promise.resolve(false),
      note: () => Promise.resolve(),
      noteRefused: (_batch, _target, images) => {
        for (const { code } of images) this.refused.push(code);
        return Promise.resolve();
      },
      renew: () => Promise.resolve(),
      end: (_, outcome) => {
        this.outcomes.push(outcome);
        return this.end();
      },
    };
    const job: DeliveryJob = {
      id: 1,
      claim: 1,
      batchId: 1,
      batch: "B-1",
      target: "file:///a",
      attempt: 1,
      signal: new AbortController().signal,
      confirmLease: (renew) => renew(),
    };
    return await Array.fromAsync(deliverBatch(job, ports));
  }
}

async function withOutput(test: (outputBase: string) => Promise<void>): Promise<void> {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/B-1`);
  await writeManifest(`${directory.path}/B-1`, []);
  await test(directory.path);
}

const cases: readonly [name: string, fault: unknown, kind: string | undefined, code?: string][] = [
  ["confirms everything", undefined, "confirmed"],
  ["is unreachable", new TargetDownError("TARGET_DOWN", "refused"), "failed", "TARGET_DOWN"],
  ["denies access", new TargetDownError("TARGET_DENIED", "401"), "failed", "TARGET_DENIED"],
  ["is busy", new DeliveryError(false, "503", 7000), "failed", "TARGET_FAULT"],
  ["refuses for good", new DeliveryError(true, "1 images: x"), "refused", "REFUSED"],
  ["is not asked, because the program stops", new IntakeError("STOPPED", "", ""), "released"],
  ["is asked by another process", new IntakeError("LEASE_LOST", "", ""), undefined],
  ["meets a damaged manifest", new IntakeError("MANIFEST_DAMAGED", "", ""), "outdated"],
  ["meets a bug, which is not repeated endlessly", new TypeError("bug"), "refused", "INTERNAL"],
  ["meets an output that cannot be read", ioFault(), "failed", "OUTPUT_UNREADABLE"],
];

function ioFault(): Error {
  return Object.assign(new Error("/DOE^JANE: i/o"), { code: "EIO" });
}

for (const [name, fault, kind, code] of cases) {
  Deno.test(`an attempt ends in one way if its target ${name}`, () =>
    withOutput(async (outputBase) => {
      const attempt = new Attempt();
      const events = await attempt.run(outputBase, fault);
      const [outcome] = attempt.outcomes;
      assert.equal(outcome?.kind, kind);
      if (code) assert.equal(outcome && "code" in outcome ? outcome.code : "", code);
      assert.doesNotMatch(JSON.stringify(events), /DOE/);
    }));
}

Deno.test("a failed attempt says which one it is, why, and when the next is due", () =>
  withOutput(async (outputBase) => {
    const fault = new TargetDownError("TARGET_DOWN", "the connection was refused");
    const attempt = new Attempt();
    attempt.end = () => Promise.resolve({ ...ended, turned: "down" });
    const events = await attempt.run(outputBase, fault);
    assert.deepEqual(events.map(({ name }) => name), [
      "delivery.progressed",
      "delivery.failed",
      "target.lost",
    ]);
    assert.equal(
      events[1]?.reason,
      "target file:///a: attempt 3 failed, the connection was refused, next attempt in 12 s",
    );
  }));

Deno.test("images that are refused for good are stored with a code each", () =>
  withOutput(async (outputBase) => {
    const image = { SOPInstanceUID: "2.25.1", bytes: 1, sha256: "x" };
    const images = [{ image, code: "CONTENT_DIFFERS", reason: "x" } as const];
    const attempt = new Attempt();
    const events = await attempt.run(outputBase, new RefusedImagesError("1 images", images));
    assert.deepEqual(attempt.refused, ["CONTENT_DIFFERS"]);
    assert.equal(events.at(-1)?.name, "delivery.refused");
  }));

Deno.test("an output that differs from the catalogue is not sent", () =>
  withOutput(async (outputBase) => {
    const attempt = new Attempt();
    attempt.isStored = false;
    const events = await attempt.run(outputBase);
    assert.deepEqual(attempt.outcomes, [{ kind: "outdated" }]);
    assert.deepEqual(events.map(({ name }) => name), ["output.questioned"]);
  }));

Deno.test("without the database an attempt ends without an error, and is repeated after its lease", () =>
  withOutput(async (outputBase) => {
    const attempt = new Attempt();
    attempt.end = () => Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" }));
    const events = await attempt.run(outputBase);
    assert.equal(events.at(-1)?.name, "delivery.abandoned");
  }));
