import assert from "node:assert/strict";
import { connect } from "../../src/database/connect/sql.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey, outcomeOf } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

/** What a site may have set for all its databases. */
const unusual = [
  "datestyle = 'SQL, DMY'",
  "timezone = 'Pacific/Auckland'",
  "intervalstyle = 'iso_8601'",
  "extra_float_digits = 0",
  "bytea_output = 'escape'",
  "standard_conforming_strings = off",
  "client_min_messages = 'debug1'",
  "default_transaction_isolation = 'repeatable read'",
  "default_transaction_deferrable = on",
  "lock_timeout = '20s'",
  "statement_timeout = '30s'",
  "idle_in_transaction_session_timeout = '10s'",
  "idle_session_timeout = '2s'",
  "jit = on",
  "enable_hashjoin = off",
  "quote_all_identifiers = on",
  "row_security = off",
];

Deno.test({
  name:
    "whatever sessions of the server have by default, the catalogue and its tables are the same",
  ignore: missingTools(...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const admin = connect({ url: server.url }, { max: 1 });
    await admin.unsafe("create database odd");
    for (const setting of unusual) await admin.unsafe(`alter database odd set ${setting}`);
    await admin.unsafe("create database usual");
    const results = [];
    for (const name of ["odd", "usual"]) {
      const home = `${directory.path}/${name}`;
      Deno.mkdirSync(home);
      const intake = new IntakeUnderTest(home, {
        DATABASE_URL: server.url.replace(/postgres$/, name),
        SETTLE: "0",
        ...fixedKey(home),
      });
      for (const number of [1, 2, 3]) dropStudy(intake.inbox, `ST-${number}`, number);
      const { code, stderr } = await intake.run("queue");
      assert.equal(code, 0, stderr);
      const exported = ["images", "series"].map((table) => intake.run("export", table));
      const lines = (await Promise.all(exported)).map(({ stdout }) =>
        stdout.split("\n").toSorted()
      );
      const { today } = JSON.parse((await intake.run("status", "--json")).stdout);
      await admin.unsafe(`alter database ${name} reset all`);
      const database = await intake.database();
      results.push({ outcome: await outcomeOf(intake, database), lines, today });
      await database.close();
    }
    await admin.end();
    assert.deepEqual(results[0], results[1]);
  },
});
