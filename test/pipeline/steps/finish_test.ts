import assert from "node:assert/strict";
import type { Destination } from "../../../src/deliver/destination.ts";
import type { AfterPolicy } from "../../../src/model/batch.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { Bench } from "../../support/program/job_bench.ts";
import { tempDir } from "../../support/temp_dir.ts";

/** A target during whose delivery something happens. */
function targetDuring(happens: () => void): Destination {
  return {
    name: "target",
    async *deliver() {
      happens();
      yield await Promise.resolve([]);
    },
  };
}

/** What happens to an inbox during a job, and whether its folder is gone then. */
const events: readonly [string, (inbox: string) => void, boolean][] = [
  ["is unmounted", (inbox) => {
    Deno.renameSync(inbox, `${inbox}-elsewhere`);
    Deno.mkdirSync(inbox);
  }, false],
  ["is unmounted, with its mount point", (inbox) => {
    Deno.renameSync(inbox, `${inbox}-elsewhere`);
  }, false],
  ["has lost the folder", (inbox) => Deno.removeSync(`${inbox}/ST-1`, { recursive: true }), true],
  ["is mounted again, without the folder", (inbox) => {
    Deno.renameSync(inbox, `${inbox}-before`);
    makeStudy(inbox, "ST-2", 2, 1);
  }, true],
];

for (const after of ["keep", "delete"] satisfies AfterPolicy[]) {
  for (const [name, happens, isGone] of events) {
    Deno.test(`a source is ${isGone ? "" : "not "}gone if its inbox ${name} (${after})`, async () => {
      using directory = tempDir();
      const inbox = `${directory.path}/inbox`;
      makeStudy(inbox, "ST-1", 1, 2);
      const bench = new Bench(directory.path);
      bench.after = after;
      bench.destinations = [targetDuring(() => happens(inbox))];
      await bench.run(undefined, { base: inbox });
      assert.equal(bench.moves.at(-1), "finish");
      assert.equal(bench.isDisposed, isGone);
    });
  }
}
