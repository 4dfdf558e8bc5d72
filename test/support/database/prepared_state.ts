import { exists } from "../../../src/system/paths.ts";

const prepared = Deno.env.get("PREPARED_STATE");

/**
 * Puts a stopped cluster with the current schema into a STATE_DIR that has none, so that its
 * first start takes no `initdb`. Without `deno task test` there is no such cluster, and the
 * program under test makes its own.
 */
export function prepareState(stateDir: string): void {
  if (!prepared || exists(`${stateDir}/database`)) return;
  Deno.mkdirSync(stateDir, { recursive: true });
  for (const { name } of Deno.readDirSync(prepared)) {
    if (name.startsWith("postgres-")) {
      Deno.symlinkSync(`${prepared}/${name}`, `${stateDir}/${name}`);
    }
  }
  // its files belong to the server's user, which only cp keeps
  const { success, stderr } = new Deno.Command("cp", {
    args: ["-a", `${prepared}/database`, stateDir],
  }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
