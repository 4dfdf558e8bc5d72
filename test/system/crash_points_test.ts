import assert from "node:assert/strict";
import { dropFolder, syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { connect } from "../../src/database/connect/sql.ts";
import type { Database } from "../../src/database/open_database.ts";
import { joinPrivateServer } from "../../src/database/private_server/join_private_server.ts";
import { readKeyFile } from "../../src/deidentify/pseudonyms/key_ring.ts";
import { batchCode, PseudonymKey } from "../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { DatabaseGate } from "../support/database/database_gate.ts";
import { figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { type Moment, strikeAt } from "../support/host/strace.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey, type Outcome, outcomeOf } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("strace");
const one = ["--workers", "1", "--concurrency", "1"];

/** Paths that the points name. */
interface Places {
  readonly source: string;
  readonly output: string;
  readonly staged: string;
  /** One image of more than one write, as it is staged. */
  readonly image: string;
}

const systemCalls: Readonly<Record<string, (places: Places) => Moment>> = {
  "after the claim, at the first image": ({ source }) => (
    { call: "openat", path: `${source}/IMG0001.dcm` }
  ),
  "in the middle of an image": ({ image: path }) => ({ call: "write", path, nth: 2 }),
  "before an image is durable": ({ image: path }) => ({ call: "fdatasync", path }),
  "after all images are durable": ({ staged }) => (
    { call: "openat", path: `${staged}/manifest.jsonl` }
  ),
  "before the manifest is durable": ({ staged }) => (
    { call: "fdatasync", path: `${staged}/manifest.jsonl` }
  ),
  "before the rename": ({ staged: path }) => ({ call: "rename", path }),
  "after the rename, before it is durable": ({ output: path }) => ({ call: "fsync", path }),
};

/** Triggers that wait at the gate; and whether what was not committed then is undone. */
const statements: Readonly<Record<string, { trigger: string; committed: boolean }>> = {
  "in the middle of a refill": {
    trigger: "create trigger gate after insert on batch for each row when (new.uid = 'ST-2') " +
      "execute function chaos.gate()",
    committed: false,
  },
  "in the middle of a claim": {
    trigger: "create trigger gate before update on batch for each row " +
      "when (new.status = 'PROCESSING') execute function chaos.gate()",
    committed: false,
  },
  "before the rows are committed": {
    trigger: "create constraint trigger gate after insert on image initially deferred " +
      "for each row execute function chaos.gate()",
    committed: false,
  },
  "after the rows are committed, before anyone knows": {
    trigger: "create constraint trigger gate after insert on image initially deferred " +
      "for each row execute function chaos.gate()",
    committed: true,
  },
  "after the rename, before the commit": {
    trigger: "create trigger gate before update on batch for each row " +
      "when (new.status = 'DONE') execute function chaos.gate()",
    committed: false,
  },
  "after the commit, before anyone knows": {
    trigger: "create trigger gate before update on batch for each row " +
      "when (new.status = 'DONE') execute function chaos.gate()",
    committed: true,
  },
};

function intakeIn(directory: string): IntakeUnderTest {
  Deno.mkdirSync(directory);
  const env = { SETTLE: "0", LOG_LEVEL: "debug", MAX_ATTEMPTS: "99", ...fixedKey(directory) };
  const intake = new IntakeUnderTest(directory, env);
  dropFolder(intake.inbox, "ST-1", syntheticStudy({ number: 1, images: 2, size: 1024 }));
  for (const number of [2, 3]) dropStudy(intake.inbox, `ST-${number}`, number, 3);
  return intake;
}

function placesOf(intake: IntakeUnderTest, claim: number): Places {
  const key = new PseudonymKey(readKeyFile(intake.env["DEID_KEY_FILE"] ?? ""));
  const code = batchCode(key, "ST-1");
  const output = `${intake.directory}/output`;
  const staged = `${output}/${code}.tmp${claim}`;
  const [image = ""] = filesBelow(`${output}/${code}`);
  return { source: `${intake.inbox}/ST-1`, output, staged, image: `${staged}/${image}` };
}

/** As if nothing had ever been done. */
async function forget({ sql }: Database, output: string): Promise<void> {
  await sql`truncate batch, study, series, image, identity.patient cascade`;
  Deno.removeSync(output, { recursive: true });
}

/** Another run ends the work: the leases of the dead are made to expire. */
async function recovered(intake: IntakeUnderTest, database: Database): Promise<Outcome> {
  await database.sql`update batch set lease_until = now() where lease_until is not null`;
  assert.equal((await intake.run("queue")).code, 0);
  return await outcomeOf(intake, database);
}

Deno.test({
  name:
    "killed at every named point and started again, a run leaves what an undisturbed one leaves",
  ignore,
  async fn(test) {
    using directory = tempDir();
    const intake = intakeIn(`${directory.path}/run`);
    const database = await intake.database();
    try {
      assert.equal((await intake.run("queue")).code, 0);
      const calm = await outcomeOf(intake, database);
      const places = placesOf(intake, 1);
      const struckAt = async (moment: Moment): Promise<void> => {
        await using queue = intake.startUnder(strikeAt(moment, "KILL"), "queue", one);
        assert.notEqual((await queue.status()).code, 0, "it was killed");
        assert.ok(!queue.log.some(({ event }) => event === "queue.stopped"));
        assert.deepEqual(await recovered(intake, database), calm);
        figure("kills at named points survived", 1);
      };
      for (const [name, moment] of Object.entries(systemCalls)) {
        await test.step(name, async () => {
          await forget(database, places.output);
          await struckAt(moment(places));
        });
      }
      await test.step("between taking the old output away and placing the new one", async () => {
        await forget(database, places.output);
        assert.deepEqual(await recovered(intake, database), calm);
        assert.equal((await intake.run("retry", "ST-1")).code, 0);
        await struckAt({ call: "rename", path: placesOf(intake, 2).staged });
      });
      for (const [name, { trigger, committed }] of Object.entries(statements)) {
        await test.step(name, async () => {
          await forget(database, places.output);
          {
            await using gate = await DatabaseGate.shut(database.sql, trigger);
            await using queue = intake.start("queue", one);
            await gate.reached();
            await queue.stop("SIGKILL");
            if (!committed) await gate.endWaiting();
          }
          assert.deepEqual(await recovered(intake, database), calm);
          figure("kills at named points survived", 1);
        });
      }
    } finally {
      await database.close();
    }
  },
});

Deno.test("killed in the middle of a migration and started again, the schema is whole", async () => {
  using directory = tempDir();
  const intake = intakeIn(`${directory.path}/run`);
  intake.isFirstStart = true;
  const server = await joinPrivateServer({ stateDir: intake.stateDir });
  const { socketDir: host, user, database: name } = server;
  const sql = connect({ host, port: 5432, user, database: name }, { max: 3 });
  try {
    for (const table of ["study", "skipped_file", "receipt"]) {
      await using gate = await DatabaseGate.shutAtTable(sql, table);
      await using queue = intake.start("queue", one);
      await gate.reached();
      await queue.stop("SIGKILL");
      await gate.endWaiting();
      figure("kills at named points survived", 1);
    }
    assert.equal((await intake.run("queue")).code, 0);
    const [row] = await sql`select count(*)::int as done from batch where status = 'DONE'`;
    assert.equal(row?.["done"], 3);
  } finally {
    await sql.end();
    await server.leave();
  }
});
