import assert from "node:assert/strict";
import type { AfterPolicy } from "../../../src/model/batch.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { Bench } from "../../support/program/job_bench.ts";
import { identifyDirectory } from "../../../src/system/paths.ts";
import { tempDir } from "../../support/temp_dir.ts";

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
      bench.targets = ["target"];
      bench.onHandOver = () => happens(inbox);
      await bench.run(undefined, { base: inbox });
      assert.equal(bench.moves.at(-1), "finish");
      assert.equal(bench.isDisposed, isGone);
    });

    Deno.test(`a source is ${isGone ? "" : "not "}gone if its inbox ${name} during the deliveries (${after})`, async () => {
      using directory = tempDir();
      const inbox = `${directory.path}/inbox`;
      makeStudy(inbox, "ST-1", 1, 2);
      const identity = await identifyDirectory(inbox) ?? null;
      const place = new Bench(directory.path);
      place.targets = ["target"];
      place.handedOver = { outstanding: 1, refused: [] };
      await place.run(undefined, { base: inbox });
      assert.equal(place.moves.at(-1), "hand over what is new");
      happens(inbox);
      const complete = new Bench(directory.path);
      complete.after = after;
      complete.targets = ["target"];
      complete.storedImages = 2;
      await complete.run(undefined, {
        base: inbox,
        stage: "deliver",
        claim: 2,
        inbox: identity,
      });
      assert.equal(complete.moves.at(-1), "finish");
      assert.equal(complete.isDisposed, isGone);
    });
  }
}
