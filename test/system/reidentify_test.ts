import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { smallImage } from "../support/dicom/small_image.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools);

/** The statements that docs/de-identification.md tells an administrator to run. */
function documentedGrants(): string {
  const text = Deno.readTextFileSync(new URL("../../docs/de-identification.md", import.meta.url));
  const [, sql = ""] = /```sql\n([\s\S]*?)```/.exec(text) ?? [];
  assert.ok(sql.includes("to honest_broker"));
  return sql;
}

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
    for (const role of ["honest_broker", "reader", "stranger"]) {
      await database.sql`create role ${database.sql(role)} login`;
    }
    await database.sql`grant select on all tables in schema public to reader`;
    await database.sql.unsafe(documentedGrants());
    await database.close();
    const { patient = "", study = "", code = "" } = row ?? {};

    const as = (role: string): IntakeUnderTest =>
      new IntakeUnderTest(directory.path, {
        ...env,
        DATABASE_URL: server.url.replace("site@", `${role}@`),
      });
    const asked = await as("honest_broker").run("reidentify", patient, "--json");
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
    assert.match((await as("honest_broker").run("reidentify", study)).stdout, /1\.2\.55/);
    assert.match((await as("honest_broker").run("reidentify", code)).stdout, /ST-1/);
    const nobody = await as("honest_broker").run("reidentify", "P-NOBODY");
    assert.equal(nobody.code, 1);
    assert.match(nobody.stderr, /no patient, study, accession number or Batch has this pseudonym/);

    const patients = await as("honest_broker").run("export", "patients");
    assert.equal(patients.stdout, `id_old,id_new\nJANE,${patient}\n`, patients.stderr);
    const uids = await as("honest_broker").run("export", "uids");
    assert.match(uids.stdout, new RegExp(`^id_old,id_new\n[^]*1\\.2\\.55,${study}\n`));

    for (
      const [role, ...words] of [
        ["reader", "export", "uids"],
        ["reader", "export", "patients"],
        ["reader", "reidentify", patient],
        ["reader", "errors", "--paths"],
        ["reader", "reconcile"],
        ["stranger", "reidentify", patient],
        ["stranger", "status"],
      ] as const
    ) {
      const [command, ...args] = words;
      const denied = await as(role).run(command, ...args);
      assert.equal(denied.code, 3, denied.stderr);
      assert.match(denied.stderr, /NOT_GRANTED/);
      assert.doesNotMatch(denied.stdout + denied.stderr, /JANE| at /);
    }
  },
});
