import { z } from "zod";
import { type Retried, retryBatches } from "../../database/batches/retry_batches.ts";
import { openDatabase } from "../../database/open_database.ts";
import { IntakeError } from "../../model/errors.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";
import { unknownNames } from "../unknown_names.ts";
import { shownCommand } from "../../system/shown_command.ts";

/** `retry`: queues Batches to be processed again. */
export const retry = defineCommand({
  name: "retry",
  summary: "Process Batches again, with the command (watch or queue) that recorded them.",
  operands: "<uid or code …>",
  examples: [
    [
      "retry ST-1",
      "processes one folder again, or continues its delivery",
    ],
    [
      "retry --all",
      "retries every Batch in ERROR or with a changed folder",
    ],
  ],
  settings: databaseSettings,
  flags: {
    all: flag(
      z.boolean().default(false),
      "all",
      "retry all Batches that are in ERROR or whose folder has changed, except acknowledged ones",
    ),
    newKey: flag(
      z.boolean().default(false),
      "new-key",
      "use the current key: pseudonyms and UIDs change",
    ),
    fewer: flag(
      z.boolean().default(false),
      "fewer",
      "withdraw delivered images whose source files were deleted",
    ),
    resend: flag(
      z.boolean().default(false),
      "resend",
      "send all images to every target again, including confirmed images",
    ),
    json: flag(z.boolean().default(false), "json", "print JSON"),
  },
  async run({ settings, flags, operands }, { stdout }): Promise<number> {
    if (flags.all === operands.length > 0) {
      throw new IntakeError(
        "USAGE",
        "retry requires either names of Batches or --all",
        `see ${shownCommand("retry --help")}`,
      );
    }
    const database = await openDatabase({ ...settings, connections: 2 });
    try {
      const batches = await retryBatches(database.sql, operands, flags, "the command retry");
      const unknown = operands.filter((name) =>
        !batches.some((b) => b.uid === name || b.code === name)
      );
      stdout(flags.json ? `${JSON.stringify({ batches, unknown }, null, 2)}\n` : format(batches));
      if (unknown.length === 0) return 0;
      throw unknownNames(operands, unknown);
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
    retried ? `waiting for ${origin === "QUEUE" ? "queue" : "watch"}` : `${status}: not retried`,
  ]);
  return table(["folder", "batch", "key", "result"], rows);
}
