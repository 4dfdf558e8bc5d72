import assert from "node:assert/strict";
import type { ImageOutcome } from "../../../src/model/image.ts";
import type { ImageTask } from "../../../src/pipeline/image/image_task.ts";
import { ExclusiveLock, isolateSuspects } from "../../../src/pipeline/image/isolate_suspects.ts";

const task: ImageTask = {
  folder: "/in/a",
  staged: "/out/B-1.tmp1",
  code: "B-1",
  files: [1, 2, 3, 4].map((number) => ({ number, path: `${number}.dcm`, isFile: true })),
};

/** What a thread answers: a skipped file for each. */
function outcomes({ files }: ImageTask): ImageOutcome[] {
  return files.map(({ number: fileNumber, path }) => (
    { kind: "skipped", skipped: { fileNumber, path, code: "NOT_DICOM", reason: "" } }
  ));
}

function codes(all: readonly ImageOutcome[]): string[] {
  return all.map((one) => one.kind === "skipped" ? one.skipped.code : one.kind);
}

Deno.test("a suspect is noted as alone, runs in a thread of its own, and is cleared", async () => {
  const order: string[] = [];
  const run = (name: string) => (given: ImageTask): Promise<ImageOutcome[]> => {
    order.push(`${name} ${given.files.map(({ number }) => number)}`);
    return Promise.resolve(outcomes(given));
  };
  const pool = isolateSuspects({ capacity: 2, run: run("pool") }, {
    lock: new ExclusiveLock(),
    list: () =>
      Promise.resolve([{ fileNumber: 2, crashed: false }, { fileNumber: 3, crashed: true }]),
    openThread: () => ({ run: run("alone"), [Symbol.dispose]: () => void order.push("closed") }),
    markAlone: (number) => Promise.resolve(void order.push(`note ${number}`)),
    clear: (number) => Promise.resolve(void order.push(`clear ${number}`)),
  });
  const all = await pool.run(task);
  assert.deepEqual(codes(all), ["NOT_DICOM", "NOT_DICOM", "CRASHED", "NOT_DICOM"]);
  assert.deepEqual(order, ["pool 1,4", "note 2", "alone 2", "clear 2", "closed"]);
});

Deno.test("a Batch without suspects runs as it is", async () => {
  const run = (given: ImageTask): Promise<ImageOutcome[]> => Promise.resolve(outcomes(given));
  const unexpected = (): never => assert.fail("nothing runs alone");
  const pool = isolateSuspects({ capacity: 2, run }, {
    lock: new ExclusiveLock(),
    list: () => Promise.resolve([]),
    openThread: unexpected,
    markAlone: unexpected,
    clear: unexpected,
  });
  assert.equal((await pool.run(task)).length, 4);
});
