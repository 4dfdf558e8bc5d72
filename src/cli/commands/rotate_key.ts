import { basename, dirname, join } from "node:path";
import {
  createKeyFile,
  openKeyRing,
  retiredKeyFile,
} from "../../deidentify/pseudonyms/key_ring.ts";
import { IntakeError } from "../../model/errors.ts";
import { exists } from "../../system/paths.ts";
import { runningProcesses } from "../../system/running_processes.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { syncEntries } from "../../system/write_and_sync.ts";
import { defineCommand } from "../command.ts";
import { keyFileOf } from "../open_key.ts";

/** `rotate-key`: creates a key for new Batches; the old one is kept for existing Batches. */
export const rotateKey = defineCommand({
  name: "rotate-key",
  summary: "Create a new key for future Batches; the old key is kept for existing Batches.",
  settings: ["stateDir", "databaseUrl", "deidKeyFile"],
  flags: {},
  run({ settings }, { stdout }): Promise<number> {
    const state = openStateDir(settings.stateDir);
    requireStopped(state.run);
    const path = keyFileOf(settings, state);
    const { current } = openKeyRing(path);
    const retired = retiredKeyFile(path, current);
    if (!exists(retired)) Deno.linkSync(path, retired);
    removeUnfinished(path);
    createKeyFile(`${path}.next`); // exists if a previous rotation was interrupted
    syncEntries(dirname(path));
    Deno.renameSync(`${path}.next`, path);
    syncEntries(dirname(path));
    const { current: next } = openKeyRing(path);
    stdout(`old key ${current.fingerprint}: kept as ${retired}\n`);
    stdout(`new key ${next.fingerprint}: created as ${path}\n`);
    stdout("the new key is used after: deno task project accept\n");
    stdout("back up both keys, and copy them to every machine that uses this database\n");
    return Promise.resolve(0);
  },
});

/** Removes unused key files of interrupted rotations. */
function removeUnfinished(path: string): void {
  const unfinished = /^(\.next)?\.[0-9a-f]{16}\.new$/;
  for (const { name } of Deno.readDirSync(dirname(path))) {
    const isBeside = name.startsWith(basename(path));
    if (!isBeside || !unfinished.test(name.slice(basename(path).length))) continue;
    Deno.removeSync(join(dirname(path), name));
  }
}

function requireStopped(run: string): void {
  const [process] = runningProcesses(run);
  if (!process) return;
  throw new IntakeError(
    "USAGE",
    `${process.command} (process ${process.pid}) is still using the old key`,
    "stop it with deno task stop, then run rotate-key again",
  );
}
