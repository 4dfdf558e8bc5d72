import { basename, dirname, join } from "node:path";
import { createKeyFile } from "../deidentify/key_file.ts";
import { openKeyRing, retiredKeyFile } from "../deidentify/key_ring.ts";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { runningProcesses } from "../state/pid_file.ts";
import { openStateDir } from "../state/state_dir.ts";
import { syncEntries } from "../sync_entries.ts";
import { defineCommand } from "./command.ts";
import { keyFileOf } from "./open_key.ts";

/** `rotate-key`: a new key for Batches to come; the old one stays, for those that were. */
export const rotateKey = defineCommand({
  name: "rotate-key",
  summary:
    "Make a new key for Batches to come; the old one is kept beside it, for those there are.",
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
    createKeyFile(`${path}.next`); // is there already when a rotation was killed
    syncEntries(dirname(path));
    Deno.renameSync(`${path}.next`, path);
    syncEntries(dirname(path));
    const { current: next } = openKeyRing(path);
    stdout(`key ${current.fingerprint} is kept as ${retired}\n`);
    stdout(`key ${next.fingerprint} is made: ${path}\n`);
    stdout("it is used once its project has accepted it: deno task project accept\n");
    stdout("copy both to a safe place, and to every machine that works on this database\n");
    return Promise.resolve(0);
  },
});

/** What killed rotations left beside the key, none of which has ever been used under that name. */
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
    `${process.command} (process ${process.pid}) still works with the old key`,
    "stop it first: deno task stop",
  );
}
