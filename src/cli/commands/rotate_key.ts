import { basename, dirname, join } from "node:path";
import { z } from "zod";
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
import { defineCommand, flag } from "../command.ts";
import { keyFileOf } from "../open_key.ts";
import { shownCommand } from "../../system/shown_command.ts";

/** `rotate-key`: creates a key for new Batches; the old one is kept for existing Batches. */
export const rotateKey = defineCommand({
  name: "rotate-key",
  summary: "Create a new key for future Batches; the old key is kept for existing Batches.",
  examples: [
    [
      "rotate-key",
      "asks before it creates a key",
    ],
  ],
  settings: ["stateDir", "databaseUrl", "deidKeyFile"],
  flags: {
    yes: flag(z.boolean().default(false), "yes", "create the key without asking"),
  },
  run({ settings, flags }, { stdout }): Promise<number> {
    const state = openStateDir(settings.stateDir);
    requireStopped(state.run);
    const path = keyFileOf(settings, state);
    const { current } = openKeyRing(path);
    if (!flags.yes) confirm(current.fingerprint);
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
    stdout(`the new key is used after: ${shownCommand("project accept")}\n`);
    stdout("back up both keys, and copy them to every machine that uses this database\n");
    return Promise.resolve(0);
  },
});

const question = "The pseudonyms and UIDs of future Batches will differ from earlier ones, so " +
  "that new images of a known patient get another pseudonym.\nCreate a new key? Type yes:";

/** Asks on a terminal. Throws IntakeError USAGE without a terminal or another answer than yes. */
function confirm(fingerprint: string): void {
  const answer = Deno.stdin.isTerminal() ? prompt(question)?.trim() : undefined;
  if (answer === "yes") return;
  throw new IntakeError(
    "USAGE",
    `the key ${fingerprint} was not replaced, because this was not confirmed`,
    "answer yes on a terminal, or use rotate-key --yes",
  );
}

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
    `stop it with ${shownCommand("stop")}, then run rotate-key again`,
  );
}
