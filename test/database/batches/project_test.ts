import assert from "node:assert/strict";
import { claimBatches } from "../../../src/database/batches/claim_batches.ts";
import { releaseBatch } from "../../../src/database/batches/finish_batch.ts";
import {
  acceptPolicy,
  noteRefusal,
  readProject,
  recordFirstPolicy,
} from "../../../src/database/batches/project.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { request, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const project = "default";
const [held, released] = ["hold", "release"].map((GATE) => ({
  fingerprint: GATE,
  settings: { GATE },
}));

/** Claims one Batch as a process with these settings would; its uid. */
async function claim(sql: Sql, policy: typeof held): Promise<string | undefined> {
  const fingerprint = policy?.fingerprint ?? "";
  const [batch] = await claimBatches(sql, { ...request, policy: { project, fingerprint } }, 1);
  return batch?.uid;
}

Deno.test("the settings of the first process are recorded, those of the next are not", async () => {
  await withDatabase(async (sql) => {
    assert.ok(held && released);
    assert.equal(await readProject(sql, project), undefined);
    await Promise.all(
      Array.from({ length: 6 }, (_, at) => recordFirstPolicy(sql, project, held, `w${at}`)),
    );
    await recordFirstPolicy(sql, project, released, "late");
    const { version, fingerprint, settings } = await readProject(sql, project) ?? {};
    assert.deepEqual([version, fingerprint, settings], [1, "hold", { GATE: "hold" }]);
  });
});

Deno.test("a process claims only while its settings are in force", async () => {
  await withDatabase(async (sql) => {
    assert.ok(held && released);
    await waiting(sql, ["a", "b", "c"]);
    await recordFirstPolicy(sql, project, held, "one");
    assert.equal(await claim(sql, released), undefined);
    assert.equal(await claim(sql, held), "a");
    assert.equal(await acceptPolicy(sql, project, released, "two"), 2);
    assert.equal(await claim(sql, held), undefined, "its settings are not in force any more");
    assert.equal(await claim(sql, released), undefined, "another still processes with older ones");
    const [first] = await sql<{ id: number; claim: number; settled: boolean }[]>`
      select id::int, claim, settled from batch where uid = 'a'`;
    assert.ok(first && await releaseBatch(sql, first, 60));
    assert.equal(await claim(sql, released), "b");
    assert.deepEqual(
      [...await sql`select uid, claim_version from batch order by uid`].map(({ claim_version }) =>
        claim_version
      ),
      [1, 2, null],
    );
  });
});

Deno.test("a Batch whose process died is taken over with the settings in force", async () => {
  await withDatabase(async (sql) => {
    assert.ok(held && released);
    await waiting(sql, ["a"]);
    await recordFirstPolicy(sql, project, held, "one");
    const policy = { project, fingerprint: held.fingerprint };
    await claimBatches(sql, { ...request, policy, leaseSeconds: -1 }, 1);
    await acceptPolicy(sql, project, released, "two");
    assert.equal(await claim(sql, released), "a");
  });
});

Deno.test("accepting the same settings again makes no version; a refusal is shown until then", async () => {
  await withDatabase(async (sql) => {
    assert.ok(held && released);
    await recordFirstPolicy(sql, project, held, "one");
    await noteRefusal(sql, project, "two", ["GATE"]);
    const { refusedWorker, refusedSettings } = await readProject(sql, project) ?? {};
    assert.deepEqual([refusedWorker, refusedSettings], ["two", ["GATE"]]);
    assert.equal(await acceptPolicy(sql, project, held, "one"), 1);
    assert.equal((await readProject(sql, project))?.refusedWorker, null);
  });
});

Deno.test("of claims and an acceptance at the same time, no two sets of settings process at once", async () => {
  await withDatabase(async (sql) => {
    assert.ok(held && released);
    await waiting(sql, Array.from({ length: 40 }, (_, at) => `ST-${at}`));
    await recordFirstPolicy(sql, project, held, "one");
    await Promise.all([
      ...Array.from({ length: 10 }, () => claim(sql, held)),
      acceptPolicy(sql, project, released, "two"),
      ...Array.from({ length: 10 }, () => claim(sql, released)),
    ]);
    const versions = await sql`
      select distinct claim_version from batch where status = 'PROCESSING'`;
    assert.ok(versions.length <= 1, "all that are processed have the same settings");
  });
});
