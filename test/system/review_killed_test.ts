import assert from "node:assert/strict";
import type { Database } from "../../src/database/open_database.ts";
import { exists } from "../../src/system/paths.ts";
import { DatabaseGate } from "../support/database/database_gate.ts";
import { figure } from "../support/figures.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { type Moment, strikeAt } from "../support/host/strace.ts";
import type { IntakeUnderTest } from "../support/program/intake.ts";
import { outcomeOf } from "../support/program/outcome.ts";
import { decideAbout, originalOf, reviewIntake } from "../support/program/review_intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("strace");
const one = ["--workers", "1", "--concurrency", "1"];
const boxes = [{ left: 2, top: 3, width: 4, height: 2 }];

/** Paths of the job that carries decisions out: the third claim, after those of its delivery. */
interface Places {
  /** The original of the image that is redacted. */
  readonly original: string;
  readonly output: string;
  readonly staged: string;
  /** The redacted image, as it is staged. */
  readonly image: string;
  /** The folder at the target, and where it is written first. */
  readonly target: string;
}

const systemCalls: Readonly<Record<string, (places: Places) => Moment>> = {
  "at the first original": ({ original }) => ({ call: "openat", path: original }),
  "before the image is durable": ({ image }) => ({ call: "fdatasync", path: image }),
  "before the manifest": ({ staged }) => ({ call: "openat", path: `${staged}/manifest.jsonl` }),
  "before the manifest is durable": ({ staged }) => (
    { call: "fdatasync", path: `${staged}/manifest.jsonl` }
  ),
  "before the old output is moved": ({ output }) => ({ call: "rename", path: output }),
  "before the new output is placed": ({ staged }) => ({ call: "rename", path: staged }),
  "after the rename, before it is durable": ({ output }) => (
    { call: "fsync", path: output.slice(0, output.lastIndexOf("/")) }
  ),
  "before an original is deleted": ({ original }) => ({ call: "unlink", path: original }),
  "before it is placed at the target": ({ target }) => ({ call: "rename", path: target }),
};

/** Triggers that wait at the gate; and whether what was not committed then is undone. */
const statements: Readonly<Record<string, { trigger: string; committed: boolean }>> = {
  "in the middle of the claim": {
    trigger: "create trigger gate before update on batch for each row " +
      "when (old.status = 'REVIEW') execute function chaos.gate()",
    committed: false,
  },
  "when decisions are started": {
    trigger: "create trigger gate before update on review_image for each row " +
      "when (new.state = 'started') execute function chaos.gate()",
    committed: false,
  },
  "before the rows are committed": {
    trigger: "create constraint trigger gate after insert on image initially deferred " +
      "for each row execute function chaos.gate()",
    committed: false,
  },
  "after the rows are committed": {
    trigger: "create constraint trigger gate after insert on image initially deferred " +
      "for each row execute function chaos.gate()",
    committed: true,
  },
  "after the rename, before decisions are done": {
    trigger: "create trigger gate before update on review_image for each row " +
      "when (new.state = 'done') execute function chaos.gate()",
    committed: false,
  },
  "after decisions are done": {
    trigger: "create trigger gate before update on review_image for each row " +
      "when (new.state = 'done') execute function chaos.gate()",
    committed: true,
  },
  "before it is handed over": {
    trigger: "create trigger gate before update on batch for each row " +
      "when (new.status = 'DELIVERING') execute function chaos.gate()",
    committed: false,
  },
  "before it is DONE": {
    trigger: "create trigger gate before update on batch for each row " +
      "when (new.status = 'DONE') execute function chaos.gate()",
    committed: false,
  },
};

/** A Batch in REVIEW, about whose images a person has decided: one is redacted, one rejected. */
class DecidedBatch {
  decisions: readonly number[] = [];

  constructor(readonly intake: IntakeUnderTest, readonly database: Database) {}

  async make(): Promise<void> {
    const { intake, database } = this;
    await database.sql`truncate batch, study, series, image, identity.patient cascade`;
    await database.sql`truncate identity.uid, identity.source_file, target cascade`;
    for (const path of [`${intake.directory}/output`, `${intake.directory}/target`]) {
      if (exists(path)) Deno.removeSync(path, { recursive: true });
    }
    Deno.mkdirSync(`${intake.directory}/target`);
    assert.equal((await intake.run("queue")).code, 0);
    const redacted = await decideAbout(database, [1], { action: "redact", boxes });
    const rejected = await decideAbout(database, [2], { action: "reject" });
    this.decisions = [redacted.id, rejected.id];
  }

  places(image: string): Places {
    const { directory, stateDir } = this.intake;
    const [code = ""] = [...Deno.readDirSync(`${directory}/output`)].map(({ name }) => name);
    const staged = `${directory}/output/${code}.tmp3`;
    return {
      original: `${stateDir}/quarantine/${code}/${originalOf(1)}.dcm`,
      output: `${directory}/output/${code}`,
      staged,
      image: `${staged}/${image}`,
      target: `${directory}/target/${code}`,
    };
  }

  /** Another run ends the work: the leases of the dead are made to expire. */
  async recovered(): Promise<unknown> {
    const { intake, database } = this;
    await database.sql`update batch set lease_until = now() where lease_until is not null`;
    await database.sql`update delivery set lease_until = now() where lease_until is not null`;
    assert.equal((await intake.run("queue")).code, 0);
    return await this.outcome();
  }

  /** What a run leaves, with what was done with each decision. */
  async outcome(): Promise<unknown> {
    const { intake, database } = this;
    const done = await database.sql<{ what: string; images: number }[]>`
      select decision::int, what, images from review_decision
      where decision = any(${[...this.decisions]}) order by id`;
    return {
      ...await outcomeOf(intake, database),
      target: await digests(`${intake.directory}/target`),
      quarantine: filesBelow(`${intake.stateDir}/quarantine`),
      done: done.map(({ what, images }) => `${what} ${images}`),
    };
  }
}

Deno.test({
  name:
    "killed at every step between decision and delivery, each decision is carried out exactly once",
  ignore,
  async fn(test) {
    using directory = tempDir();
    const intake = reviewIntake(`${directory.path}/run`);
    const database = await intake.database();
    try {
      const batch = new DecidedBatch(intake, database);
      await batch.make();
      const before = filesBelow(`${intake.directory}/output`);
      assert.equal((await intake.run("queue")).code, 0);
      const calm = await batch.outcome();
      const added = filesBelow(`${intake.directory}/output`).filter((path) =>
        !before.includes(path)
      );
      assert.equal(added.length, 1);
      const image = added[0]?.replace(/^[^/]*\//, "") ?? "";
      const { done, quarantine } = calm as { done: string[]; quarantine: string[] };
      assert.deepEqual([done, quarantine], [["carried-out 1", "carried-out 1"], []]);
      for (const [name, moment] of Object.entries(systemCalls)) {
        await test.step(name, async () => {
          await batch.make();
          {
            const words = strikeAt(moment(batch.places(image)), "KILL");
            await using queue = intake.startUnder(words, "queue", one);
            assert.notEqual((await queue.status()).code, 0, "it was killed");
          }
          assert.deepEqual(await batch.recovered(), calm);
          figure("kills during a review survived", 1);
        });
      }
      for (const [name, { trigger, committed }] of Object.entries(statements)) {
        await test.step(name, async () => {
          await batch.make();
          {
            await using gate = await DatabaseGate.shut(database.sql, trigger);
            await using queue = intake.start("queue", one);
            await gate.reached();
            await queue.stop("SIGKILL");
            if (!committed) await gate.endWaiting();
          }
          assert.deepEqual(await batch.recovered(), calm);
          figure("kills during a review survived", 1);
        });
      }
    } finally {
      await database.close();
    }
  },
});
