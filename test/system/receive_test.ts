import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { freePort } from "../support/servers/orthanc.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const recipes = fileURLToPath(new URL("../../deploy/receive", import.meta.url));
const orthanc = "/usr/sbin/Orthanc";
const ignore = missingTools("storescp", "storescu", "dcmqrscp", "movescu", "rsync", orthanc);

/** A directory of files as a modality has them: one study of three images. */
function outbox(directory: string, number: number): { path: string; study: string } {
  const path = `${directory}/outbox-${number}`;
  Deno.mkdirSync(path);
  for (const { name, bytes } of syntheticStudy({ number, images: 3, size: 16 })) {
    Deno.writeFileSync(`${path}/${name}`, bytes);
  }
  return { path, study: `2.25.4711${number}` };
}

/** Sends until the receiver listens: none of them says when it does. */
async function send(port: number, path: string, title = "INTAKE"): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      await run("storescu", ["-aec", title, "+sd", "127.0.0.1", String(port), path]);
      return;
    } catch (error) {
      if (attempt === 300) throw error;
    }
  }
}

/** A server of a test, killed at its end with all it has started. */
function serve(program: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = new Deno.Command(program, {
    args: [...args],
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill("SIGTERM");
      await child.status;
    },
  };
}

/** The Batches that `queue` makes of an inbox: how they ended, with how many images. */
async function processed(intake: IntakeUnderTest): Promise<string[]> {
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  const database = await intake.database();
  const rows = await database.sql`select status, images, skipped from batch order by id`;
  await database.close();
  return rows.map(({ status, images, skipped }) => `${status} ${images} ${skipped}`);
}

/** Waits until a directory has so many finished folders, by what the system says of it. */
async function finishedFolders(inbox: string, count: number): Promise<string[]> {
  using watcher = Deno.watchFs(inbox, { recursive: false });
  const finished = (): string[] =>
    [...Deno.readDirSync(inbox)].map(({ name }) => name)
      .filter((name) => !name.startsWith(".") && !/\.tmp/.test(name));
  if (finished().length >= count) return finished();
  for await (const _ of watcher) {
    if (finished().length >= count) break;
  }
  return finished();
}

Deno.test({
  name: "storescp.sh: a folder a study, finished when the study is over; a repeated one is another",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path);
    const [first, second] = [outbox(directory.path, 1), outbox(directory.path, 2)];
    const port = freePort();
    {
      const args = [intake.inbox, String(port), "1"];
      await using _ = serve(`${recipes}/storescp.sh`, args);
      await send(port, first.path);
      await send(port, second.path);
      await finishedFolders(intake.inbox, 2);
      await send(port, first.path);
      await finishedFolders(intake.inbox, 3);
    }
    assert.deepEqual((await processed(intake)).toSorted(), ["DONE 3 0", "DONE 3 0", "EMPTY 0 3"]);
  },
});

Deno.test({
  name: "storescp.sh: what a killed receiver left is finished at the next start",
  ignore,
  async fn() {
    using directory = tempDir();
    const inbox = `${directory.path}/inbox`;
    Deno.mkdirSync(`${inbox}/.receiving/ST_1.2.3`, { recursive: true });
    Deno.writeTextFileSync(`${inbox}/.receiving/ST_1.2.3/MR.1`, "an image");
    await using _ = serve(`${recipes}/storescp.sh`, [inbox, String(freePort())]);
    assert.deepEqual(await finishedFolders(inbox, 1), ["ST_1.2.3-1"]);
  },
});

Deno.test({
  name: "storescp.sh: a study whose identifier is a shell's command runs nothing",
  ignore: ignore || missingTools("dcmodify"),
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path);
    const { path } = outbox(directory.path, 1);
    const files = [...Deno.readDirSync(path)].map(({ name }) => `${path}/${name}`);
    await run("dcmodify", ["-nb", "-m", "StudyInstanceUID=1.2$(touch canary)", ...files]);
    const port = freePort();
    await using _ = serve(`${recipes}/storescp.sh`, [intake.inbox, String(port), "1"]);
    await send(port, path);
    await send(port, outbox(directory.path, 2).path);
    await finishedFolders(intake.inbox, 1);
    assert.equal(await run("find", [directory.path, "-name", "canary"]), "");
  },
});

Deno.test({
  name: "pull.sh: fetches a study from an archive; one the archive does not have leaves nothing",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path);
    const [archive, mine] = [freePort(), freePort()];
    const { path } = outbox(directory.path, 1);
    Deno.mkdirSync(`${directory.path}/archive`);
    Deno.writeTextFileSync(
      `${directory.path}/dcmqrscp.cfg`,
      [
        `NetworkTCPPort = ${archive}`,
        "MaxPDUSize = 16384",
        "MaxAssociations = 16",
        "HostTable BEGIN",
        `intake = (INTAKE, 127.0.0.1, ${mine})`,
        "HostTable END",
        "AETable BEGIN",
        `PACS ${directory.path}/archive RW (9, 1024mb) ANY`,
        "AETable END",
      ].join("\n") + "\n",
    );
    await using _ = serve("dcmqrscp", ["-c", `${directory.path}/dcmqrscp.cfg`]);
    await send(archive, path, "PACS");
    const study = (await run("dcmdump", ["+P", "StudyInstanceUID", `${path}/IMG0001.dcm`]))
      .match(/\[(.*?)\]/)?.[1] ?? "";
    const pull = (name: string, uid: string): Promise<string> =>
      run("env", [
        `INTAKE_PORT=${mine}`,
        `${recipes}/pull.sh`,
        intake.inbox,
        name,
        uid,
        "PACS",
        "127.0.0.1",
        String(archive),
      ]);
    await pull("ST-1", study);
    await assert.rejects(() => pull("ST-2", "1.2.3.4"), /sent nothing/);
    assert.deepEqual([...Deno.readDirSync(intake.inbox)].map(({ name }) => name), ["ST-1"]);
    assert.deepEqual(await processed(intake), ["DONE 3 0"]);
  },
});

Deno.test({
  name: "push_rsync.sh: a folder arrives unfinished and is renamed, here and by a remote shell",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path);
    const [first, second] = [outbox(directory.path, 1), outbox(directory.path, 2)];
    await run(`${recipes}/push_rsync.sh`, [first.path, intake.inbox]);
    const shell = `${directory.path}/remote shell`.replace(" ", "-");
    Deno.writeTextFileSync(shell, '#!/bin/sh\nshift\nexec sh -c "$*"\n', { mode: 0o755 });
    const far = [`RSYNC_RSH=${shell}`, `${recipes}/push_rsync.sh`];
    await run("env", [...far, second.path, `far.example.org:${intake.inbox}`]);
    assert.deepEqual(await processed(intake), ["DONE 3 0", "DONE 3 0"]);
  },
});

Deno.test({
  name: "orthanc.lua: a stable study is dropped as a folder",
  ignore,
  async fn() {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path);
    const [port, http] = [freePort(), freePort()];
    const config = `${directory.path}/orthanc.json`;
    const storage = `${directory.path}/orthanc`;
    Deno.mkdirSync(storage);
    Deno.writeTextFileSync(
      config,
      JSON.stringify({
        StorageDirectory: storage,
        IndexDirectory: storage,
        DicomPort: port,
        HttpPort: http,
        DicomAet: "INTAKE",
        StableAge: 1,
        LuaScripts: [`${recipes}/orthanc.lua`],
      }),
    );
    await using _ = serve(orthanc, [config], { DATA_BASE: intake.inbox });
    await send(port, outbox(directory.path, 1).path);
    const [name = ""] = await finishedFolders(intake.inbox, 1);
    assert.match(name, /^[0-9a-f-]{44}-\d+$/);
    assert.deepEqual(await processed(intake), ["DONE 3 0"]);
  },
});
