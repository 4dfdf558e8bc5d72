import assert from "node:assert/strict";
import { dropStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { faultyProxy, someFaults } from "../support/servers/faulty_proxy.ts";
import { freePort, orthanc, orthancTools, orthancUser } from "../support/servers/orthanc.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...orthancTools);

/** An intake that sends to a DICOMweb server, with three Batches waiting. */
function prepare(
  directory: string,
  host: string,
  env: Record<string, string> = {},
): IntakeUnderTest {
  const DELIVER_CREDENTIALS = `${directory}/credentials`;
  const { name, password } = orthancUser;
  Deno.writeTextFileSync(DELIVER_CREDENTIALS, `# ours\n${host} basic ${name}:${password}\n`, {
    mode: 0o600,
  });
  const DELIVER_TO = `dicomweb+http://${host}/dicom-web`;
  const common = {
    SETTLE: "0",
    LOG_LEVEL: "debug",
    DELIVERY_TIMEOUT: "3",
    DELIVER_TO,
    DELIVER_CREDENTIALS,
  };
  const intake = new IntakeUnderTest(directory, { ...common, ...env });
  for (let number = 1; number <= 3; number++) dropStudy(intake.inbox, `ST-${number}`, number, 20);
  return intake;
}

/** SHA-256 of every image below the output, sorted. */
async function delivered(intake: IntakeUnderTest): Promise<string[]> {
  const files = Object.entries(await digests(`${intake.directory}/output`));
  return files.flatMap(([path, digest]) => path.endsWith(".dcm") ? [digest] : []).sort();
}

async function stages(intake: IntakeUnderTest): Promise<unknown[]> {
  const database = await intake.database();
  try {
    const rows = await database.sql`
      select status, stage, error_code, (select count(*)::int from receipt where batch_id = batch.id)
        as receipts from batch order by uid`;
    return rows.map((row) => ({ ...row }));
  } finally {
    await database.close();
  }
}

const done = { status: "DONE", stage: "finished", error_code: null, receipts: 20 };
const waiting = { status: "DELIVERING", stage: "deliver", error_code: null, receipts: 0 };

Deno.test({
  name:
    "what arrives at Orthanc by STOW-RS is what lies in the output, byte for byte, with receipts",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    const intake = prepare(directory.path, server.host);
    const queue = await intake.run("queue");
    assert.equal(queue.code, 0, queue.stderr);
    const images = await delivered(intake);
    assert.equal(images.length, 60);
    assert.deepEqual(await server.instances(), images);
    assert.deepEqual(await stages(intake), [done, done, done]);
    const shown = queue.stderr + (await intake.run("status")).stdout;
    assert.match(shown, /"event":"delivery\.finished".*"target":"dicomweb\+http:\/\/127/);
    assert.doesNotMatch(shown, new RegExp(orthancUser.password));
    assert.doesNotMatch(shown, new RegExp(btoa(orthancUser.password).slice(0, 12)));
  },
});

Deno.test({
  name: "with three requests in ten failing, everything arrives in the end, once",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    await using proxy = await faultyProxy(server.host, someFaults(randomNumbers(4711), 30));
    const intake = prepare(directory.path, proxy.host);
    const queue = await intake.run("queue");
    assert.equal(queue.code, 0, queue.stderr);
    assert.deepEqual(await server.instances(), await delivered(intake));
    assert.deepEqual(await stages(intake), [done, done, done]);
    assert.ok(proxy.faults.size >= 6, `kinds of faults: ${[...proxy.faults.keys()]}`);
  },
});

Deno.test({
  name: "a target that stays away keeps its Batches waiting; when it is back they arrive without " +
    "any command, and nothing is made anew",
  ignore,
  async fn() {
    using directory = tempDir();
    const port = freePort();
    const intake = prepare(directory.path, `127.0.0.1:${port}`);
    assert.equal((await intake.run("queue")).code, 1);
    assert.deepEqual(await stages(intake), [waiting, waiting, waiting]);
    assert.match(
      (await intake.run("errors")).stdout,
      /TARGET_DOWN.*the connection was refused/,
    );
    const images = await delivered(intake);
    assert.equal(images.length, 60, "the outputs are kept");
    const inodes = (): unknown =>
      [...Deno.readDirSync(`${directory.path}/output`)].map(({ name }) => (
        Deno.statSync(`${directory.path}/output/${name}`).ino
      )).sort();
    const before = inodes();
    await using server = await orthanc(`${directory.path}/orthanc`, port);
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(await server.instances(), images);
    assert.deepEqual(await stages(intake), [done, done, done]);
    assert.deepEqual(inodes(), before, "no output was written again");
  },
});

Deno.test({
  name:
    "killed while it sends and started again, it goes on with what the target has not confirmed",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    await using proxy = await faultyProxy(server.host, () => undefined);
    const intake = prepare(directory.path, proxy.host, { CONCURRENCY: "1", LEASE: "3" });
    {
      await using queue = intake.start("queue");
      await queue.until(({ event }) => event === "delivery.finished");
      await queue.stop("SIGKILL");
    }
    const sent = proxy.passed();
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(await stages(intake), [done, done, done]);
    assert.deepEqual(await server.instances(), await delivered(intake));
    assert.ok(proxy.passed() <= 60 + (sent - 20), "the first Batch was not sent again");
  },
});

Deno.test("invalid targets and credentials are rejected with a message that does not contain the secret", async () => {
  using directory = tempDir();
  const open = `${directory.path}/open`;
  Deno.writeTextFileSync(open, "host basic user:SECRET", { mode: 0o644 });
  const odd = `${directory.path}/odd`;
  Deno.writeTextFileSync(odd, "host SECRET", { mode: 0o600 });
  for (
    const [env, message] of [
      [{ DELIVER_TO: "ftp://host/SECRET" }, /a target must have the form/],
      [{ DELIVER_TO: "dicomweb+https://user:SECRET@host/x" }, /contains credentials/],
      [{ DELIVER_CREDENTIALS: open }, /can be read by other users/],
      [{ DELIVER_CREDENTIALS: odd }, /line 1 of .* is not/],
      [{ DELIVER_CREDENTIALS: `${directory.path}/nothing` }, /cannot be read/],
    ] as const
  ) {
    const { code, stderr } = await new IntakeUnderTest(directory.path, env).run("queue");
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /SECRET/);
  }
});
