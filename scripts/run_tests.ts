import { fileURLToPath } from "node:url";
import { openDatabase } from "../src/database/open_database.ts";

/**
 * Runs test files in parallel: `deno task test`, `deno task test:system`. Further arguments go to
 * `deno test`.
 *
 * Creating a PostgreSQL cluster takes longer than most tests. Therefore this script creates one,
 * and tests that need a private server start with a copy of it
 * (test/support/database/prepared_state.ts).
 */

const root = fileURLToPath(new URL("..", import.meta.url));
/** More files than processors, because tests mostly wait for other programs. */
const filesAtOnce = Deno.env.get("DENO_JOBS") ?? String(navigator.hardwareConcurrency * 2);

async function prepareCluster(stateDir: string): Promise<void> {
  const database = await openDatabase({ stateDir, connections: 1 });
  await database.close();
}

async function runTests(preparedState: string): Promise<number> {
  const flags = ["-q", "--no-prompt", "--parallel", "--sanitize-ops", "--sanitize-resources"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...flags, "-P=test", ...Deno.args],
    cwd: root,
    env: { DENO_JOBS: filesAtOnce, PREPARED_STATE: preparedState },
  }).spawn();
  return (await child.status).code;
}

const directory = Deno.makeTempDirSync({ prefix: "dicom-intake-suite-" });
Deno.chmodSync(directory, 0o755); // the user of the server must be able to enter
let code = 1;
try {
  await prepareCluster(`${directory}/state`);
  code = await runTests(`${directory}/state`);
} finally {
  Deno.removeSync(directory, { recursive: true });
}
Deno.exit(code);
