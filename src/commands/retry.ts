import { z } from "zod";
import { openDatabase } from "../database/open_database.ts";
import { type Retried, retryBatches } from "../database/retry_batches.ts";
import { IntakeError } from "../errors.ts";
import { databaseSettings } from "../settings.ts";
import { defineCommand, flag } from "./command.ts";
import { table } from "./table.ts";

/** `retry`: sends Batches through their job again. */
export const retry = defineCommand({
  name: "retry",
  summary: "Send Batches through their job again: by watch or by queue, whichever found them.",
  words: "<uid or code …>",
  settings: databaseSettings,
  flags: {
    all: flag(z.boolean().default(false), "all", "every Batch in ERROR or changed since its job"),
    newKey: flag(
      z.boolean().default(false),
      "new-key",
      "with the current key: other pseudonyms and UIDs than it had",
    ),
    fewer: flag(
      z.boolean().default(false),
      "fewer",
      "though delivered images are not in the folder any more: withdraw them",
    ),
    resend: flag(
      z.boolean().default(false),
      "resend",
      "send it to every target again, whatever that has confirmed",
    ),
    json: flag(z.boolean().default(false), "json", "print JSON"),
  },
  async run({ settings, flags, words }, { stdout }): Promise<number> {
    if (flags.all === words.length > 0) {
      throw new IntakeError(
        "USAGE",
        "name Batches, or give --all",
        "see dicom-intake retry --help",
      );
    }
    const database = await openDatabase({ ...settings, connections: 2 });
    try {
      const batches = await retryBatches(database.sql, words, flags);
      const unknown = words.filter((word) =>
        !batches.some((b) => b.uid === word || b.code === word)
      );
      stdout(flags.json ? `${JSON.stringify({ batches, unknown }, null, 2)}\n` : format(batches));
      if (unknown.length === 0) return 0;
      throw new IntakeError("USAGE", `${unknown.length} of the names are no Batch`, "see: errors");
    } finally {
      await database.close();
    }
  },
});

function format(batches: readonly Retried[]): string {
  if (batches.length === 0) return "nothing to retry\n";
  const rows = batches.map(({ uid, code, status, origin, retried, key }) => [
    uid,
    code,
    retried ? key ?? "current" : "",
    retried ? `waits for ${origin === "QUEUE" ? "queue" : "watch"}` : `${status}: left as it is`,
  ]);
  return table(["folder", "batch", "key", "result"], rows);
}
