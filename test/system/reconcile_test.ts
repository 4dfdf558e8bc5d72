import assert from "node:assert/strict";
import { join } from "node:path";
import { dropStudy } from "../support/files/inbox.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { orthanc, orthancTools, orthancUser } from "../support/servers/orthanc.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

interface Found {
  readonly target: string;
  readonly same: number;
  readonly missing: number;
  readonly other: number;
  readonly unknown: number;
}

async function reconciled(intake: IntakeUnderTest, ...args: string[]): Promise<Found[]> {
  const { stdout, stderr } = await intake.run("reconcile", "--json", ...args);
  assert.equal(stderr, "");
  const found: Found[] = JSON.parse(stdout);
  return found.map(({ target, same, missing, other, unknown }) => (
    { target, same, missing, other, unknown }
  ));
}

const { name: user, password } = orthancUser;
const authorization = `Basic ${btoa(`${user}:${password}`)}`;

function credentialsFor(host: string, directory: string): string {
  const file = `${directory}/credentials`;
  Deno.writeTextFileSync(file, `${host} basic ${user}:${password}\n`, { mode: 0o600 });
  return file;
}

async function states(intake: IntakeUnderTest): Promise<Record<string, number>> {
  const database = await intake.database();
  try {
    const rows = await database.sql<{ state: string; count: number }[]>`
      select state, count(*)::int as count from receipt
      where (target like '%/target' or target like 'dicomweb%') and object ~ '^[0-9]'
      group by state`;
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  } finally {
    await database.close();
  }
}

Deno.test("what a directory lacks is sent again, what it has otherwise only when asked", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  Deno.mkdirSync(target);
  const env = { SETTLE: "0", DELIVER_TO: `file://${target}` };
  const intake = new IntakeUnderTest(directory.path, env);
  dropStudy(intake.inbox, "ST-1", 1, 3);
  dropStudy(intake.inbox, "ST-2", 2, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const whole = { same: 6, missing: 0, other: 0, unknown: 0 };
  const names = [`file://${directory.path}/output`, `file://${target}`];
  assert.deepEqual(await reconciled(intake), names.map((target) => ({ target, ...whole })));
  assert.deepEqual(await states(intake), { confirmed: 6 });

  const images = filesBelow(target).filter((path) => path.endsWith(".dcm"));
  const [lost, changed] = [images[0], images.at(-1)];
  assert.ok(lost && changed && lost.split("/")[0] !== changed.split("/")[0]);
  Deno.removeSync(join(target, lost));
  Deno.writeTextFileSync(join(target, changed), "something else");
  const differs = { same: 4, missing: 1, other: 1, unknown: 0 };
  assert.equal((await intake.run("reconcile")).code, 1);
  const [, name = ""] = names;
  assert.deepEqual(await reconciled(intake, name, "--send"), [{ target: name, ...differs }]);
  assert.deepEqual(await states(intake), { confirmed: 4, missing: 1, other: 1 });
  assert.equal((await intake.run("queue")).code, 0);
  const sent = { same: 5, missing: 0, other: 1, unknown: 0 };
  assert.deepEqual(await reconciled(intake, name), [{ target: name, ...sent }]);
  assert.equal(Deno.readTextFileSync(join(target, changed)), "something else", "it is not lost");

  await reconciled(intake, name, "--send", "--overwrite");
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await reconciled(intake, name), [{ target: name, ...whole }]);

  const [manifest = ""] = filesBelow(target).filter((path) => path.endsWith("manifest.jsonl"));
  for (const spoil of [Deno.removeSync, (path: string) => Deno.writeTextFileSync(path, "")]) {
    const said = await digests(target);
    spoil(join(target, manifest));
    assert.equal((await intake.run("reconcile", name)).code, 1, "a Batch is not whole");
    await intake.run("reconcile", "--send", "--overwrite", name);
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(await digests(target), said);
  }
});

Deno.test("archives that were lost are sent again when somebody asks", async () => {
  using directory = tempDir();
  const target = `${directory.path}/target`;
  Deno.mkdirSync(target);
  const env = { SETTLE: "0", PACK: "zip", DELIVER_TO: `file://${target}` };
  const intake = new IntakeUnderTest(directory.path, env);
  dropStudy(intake.inbox, "ST-1", 1, 3);
  assert.equal((await intake.run("queue")).code, 0);
  const sent = await digests(target);
  for (const path of filesBelow(target)) Deno.removeSync(join(target, path));
  await intake.run("retry", "ST-1");
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(filesBelow(target), [], "its reader may have taken it away");
  await intake.run("retry", "--resend", "ST-1");
  assert.equal((await intake.run("queue")).code, 0);
  assert.deepEqual(await digests(target), sent);
});

Deno.test({
  name: "what a DICOMweb server has is retrieved and compared, and what it lost is sent again",
  ignore: missingTools(...orthancTools),
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    const DELIVER_CREDENTIALS = credentialsFor(server.host, directory.path);
    const target = `dicomweb+http://${server.host}/dicom-web`;
    const env = { SETTLE: "0", DELIVER_TO: target, DELIVER_CREDENTIALS };
    const intake = new IntakeUnderTest(directory.path, env);
    dropStudy(intake.inbox, "ST-1", 1, 3);
    assert.equal((await intake.run("queue")).code, 0);
    const whole = { target, same: 3, missing: 0, other: 0, unknown: 0 };
    assert.deepEqual(await reconciled(intake, target), [whole]);
    const headers = { authorization };
    const list = await fetch(`http://${server.host}/instances`, { headers });
    const [first] = await list.json();
    const gone = await fetch(`http://${server.host}/instances/${first}`, {
      method: "DELETE",
      headers,
    });
    await gone.body?.cancel();
    assert.deepEqual(await reconciled(intake, target, "--send"), [{
      ...whole,
      same: 2,
      missing: 1,
    }]);
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(await reconciled(intake, target), [whole]);
    assert.deepEqual(await states(intake), { confirmed: 3 });

    const output = `${directory.path}/output`;
    const [own = ""] = filesBelow(output).filter((path) => path.endsWith(".dcm"));
    Deno.removeSync(join(output, own));
    const found = await reconciled(intake, "--send");
    assert.deepEqual(found.map(({ missing, unknown }) => [missing, unknown]), [[1, 0], [0, 1]]);
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(await reconciled(intake, target), [whole]);
  },
});

Deno.test({
  name: "other content that a DICOMweb server keeps, and says it replaced, is a conflict",
  ignore: missingTools(...orthancTools, "dcmodify"),
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    const DELIVER_CREDENTIALS = credentialsFor(server.host, directory.path);
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
    dropStudy(intake.inbox, "ST-1", 1, 3);
    assert.equal((await intake.run("queue")).code, 0);
    const output = `${directory.path}/output`;
    const [image = ""] = filesBelow(output).filter((path) => path.endsWith(".dcm"));
    const altered = `${directory.path}/altered.dcm`;
    Deno.copyFileSync(join(output, image), altered);
    await run("dcmodify", ["-nb", "-i", "0020,4000=altered", altered]);
    const stored = await fetch(`http://${server.host}/instances`, {
      method: "POST",
      body: Deno.readFileSync(altered),
      headers: { authorization },
    });
    assert.equal(stored.status, 200);
    await stored.body?.cancel();
    const DELIVER_TO = `dicomweb+http://${server.host}/dicom-web`;
    const sending = new IntakeUnderTest(directory.path, {
      SETTLE: "0",
      DELIVER_TO,
      DELIVER_CREDENTIALS,
    });
    await sending.run("project", "accept");
    await sending.run("retry", "ST-1");
    assert.equal((await sending.run("queue")).code, 1);
    assert.match((await sending.run("errors")).stdout, /1 images: .*different content/);
    assert.deepEqual(await states(sending), { confirmed: 2, other: 1 });
  },
});
