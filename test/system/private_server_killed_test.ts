import assert from "node:assert/strict";
import { openDatabase } from "../../src/database/open_database.ts";
import { amount, figure } from "../support/figures.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { tempDir } from "../support/temp_dir.ts";
import { TextLineStream } from "../support/text_lines.ts";
import { run } from "../support/tools.ts";

/** More with `SERVER_KILLS=50 deno task test:system`. */
const rounds = amount("SERVER_KILLS", 2);
const program = (name: string): string =>
  new URL(`../support/database/${name}`, import.meta.url).pathname;

function start(script: string, stateDir: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", program(script), stateDir],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

function postmaster(stateDir: string): number {
  return Number(Deno.readTextFileSync(`${stateDir}/database/postmaster.pid`).split("\n")[0]);
}

/** Reads confirmed numbers until there are `count`; then kills, and reads what was still said. */
async function confirmedBy(
  writer: Deno.ChildProcess,
  count: number,
  kill: () => void,
): Promise<number> {
  let confirmed = 0;
  let left = count;
  for await (const line of writer.stdout.pipeThrough(new TextLineStream())) {
    if (line !== "") confirmed = Number(line);
    if (--left === 0) kill();
  }
  await writer.status;
  return confirmed;
}

Deno.test("a server killed while rows are written, alone or with its owner, has every confirmed commit", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  const random = randomNumbers(20_260_131);
  for (let round = 0; round < rounds; round++) {
    for (const victims of ["server", "owner", "both"]) {
      const writer = start("write_rows.ts", stateDir);
      const confirmed = await confirmedBy(writer, 20 + random(200), () => {
        if (victims !== "owner") Deno.kill(postmaster(stateDir), "SIGKILL");
        if (victims !== "server") writer.kill("SIGKILL");
      });
      const database = await openDatabase({ stateDir, connections: 1 });
      const [row] = await database.sql<{ rows: number; last: number }[]>`
        select count(*)::int as rows, max(number) as last from confirmed`;
      await database.close();
      assert.ok(row);
      assert.equal(row.rows, row.last, "none is missing");
      assert.ok(row.last >= confirmed, `${victims}: ${row.last} of ${confirmed}`);
      figure("kills of the private server or its owner survived", 1);
    }
  }
});

Deno.test("initdb killed, alone or with its owner, is no obstacle to the next start", async () => {
  using directory = tempDir();
  const stateDir = `${directory.path}/state`;
  for (const withOwner of [false, true]) {
    const owner = start("join_private_server.ts", stateDir);
    await run("sh", ["-c", `until pkill -KILL -f "^[^ ]*initdb -D ${stateDir}/"; do :; done`]);
    if (withOwner) owner.kill("SIGKILL");
    await owner.stdout.cancel();
    assert.notEqual((await owner.status).code, 0);
    figure("kills of the private server or its owner survived", 1);
  }
  const database = await openDatabase({ stateDir, connections: 1 });
  assert.equal((await database.sql`select 1 as one`)[0]?.["one"], 1);
  assert.deepEqual(await database.close(), { stoppedServer: true });
});
