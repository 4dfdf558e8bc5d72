import assert from "node:assert/strict";
import { dropFolder } from "../../src/demo/drop_folder.ts";
import { debianServer, debianServerTools } from "../support/debian_server.ts";
import { IntakeUnderTest } from "../support/intake.ts";
import { smallImage } from "../support/small_image.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools);

Deno.test({
  name: "reidentify tells those who may what a pseudonym stands for, and no one else",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const DEID_KEY_FILE = `${directory.path}/deid.key`;
    Deno.writeTextFileSync(DEID_KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o600 });
    const env = { DATABASE_URL: server.url, DEID_KEY_FILE, SETTLE: "0" };
    const intake = new IntakeUnderTest(directory.path, env);
    dropFolder(intake.inbox, "ST-1", [
      smallImage({ patient: "JANE", issuer: "SITE", study: "1.2.55", instance: "1.2.55.1.1" }),
    ]);
    assert.equal((await intake.run("queue")).code, 0);
    const database = await intake.database();
    const [row] = await database.sql<{ patient: string; study: string; code: string }[]>`
      select patient, study_instance_uid as study, code from study, batch`;
    for (const role of ["broker", "stranger"]) {
      await database.sql`create role ${database.sql(role)} login`;
      await database.sql`grant select on all tables in schema public to ${database.sql(role)}`;
    }
    await database.sql`grant usage on schema identity to broker`;
    await database.sql`grant select on all tables in schema identity to broker`;
    await database.close();
    const { patient = "", study = "", code = "" } = row ?? {};

    const as = (role: string): IntakeUnderTest =>
      new IntakeUnderTest(directory.path, {
        ...env,
        DATABASE_URL: server.url.replace("site@", `${role}@`),
      });
    const asked = await as("broker").run("reidentify", patient, "--json");
    assert.equal(asked.code, 0, asked.stderr);
    assert.deepEqual(JSON.parse(asked.stdout), [{
      kind: "patient",
      values: {
        PatientID: "JANE",
        IssuerOfPatientID: "SITE",
        PatientName: "NAME^JANE",
        PatientBirthDate: null,
      },
    }]);
    assert.match((await as("broker").run("reidentify", study)).stdout, /1\.2\.55/);
    assert.match((await as("broker").run("reidentify", code)).stdout, /ST-1/);
    const nobody = await as("broker").run("reidentify", "P-NOBODY");
    assert.equal(nobody.code, 1);
    assert.match(nobody.stderr, /no patient, study, accession or Batch has that pseudonym/);

    const denied = await as("stranger").run("reidentify", patient);
    assert.equal(denied.code, 3);
    assert.match(denied.stderr, /NOT_GRANTED/);
    assert.doesNotMatch(denied.stdout + denied.stderr, /JANE/);
  },
});
