import { z } from "zod";
import {
  acknowledgeBatches,
  type Acknowledged,
  acknowledgeSelected,
  withdrawAcknowledgement,
} from "../../database/batches/acknowledge_batches.ts";
import { newestBatch } from "../../database/batches/retry_selected.ts";
import { openDatabase } from "../../database/open_database.ts";
import { IntakeError } from "../../model/errors.ts";
import { longestNote } from "../../model/note.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";
import { unknownNames } from "../unknown_names.ts";
import { shownCommand } from "../../system/shown_command.ts";

const by = "the command acknowledge";

/** `acknowledge`: records that a person knows about Batches that need attention. */
export const acknowledge = defineCommand({
  name: "acknowledge",
  summary:
    "Record with a note that Batches need no attention, until something new happens to them.",
  operands: "<uid or code …>",
  examples: [
    ["acknowledge ST-1 --note test-folder", "errors and status no longer count this folder"],
    ["acknowledge --all --note known", "acknowledges everything that errors shows now"],
    ["acknowledge ST-1 --undo", "the folder needs attention again"],
  ],
  settings: databaseSettings,
  flags: {
    note: flag(
      z.string().min(1, "is empty").max(longestNote, `is longer than ${longestNote} characters`)
        .optional(),
      "note",
      "why no attention is needed; kept in the audit trail and shown on the web page, so it must " +
        "not name a patient",
      "text",
    ),
    all: flag(
      z.boolean().default(false),
      "all",
      "acknowledge all Batches that need attention, except name conflicts",
    ),
    undo: flag(z.boolean().default(false), "undo", "withdraw the acknowledgement"),
    json: flag(z.boolean().default(false), "json", "print JSON"),
  },
  async run({ settings, flags: { note, all, undo, json }, operands }, { stdout }): Promise<number> {
    requireUse(
      all === operands.length > 0,
      "acknowledge requires either names of Batches or --all",
    );
    requireUse(undo === (note !== undefined), "acknowledge requires either --note or --undo");
    requireUse(undo && all, "--undo requires names of Batches");
    const database = await openDatabase({ ...settings, connections: 2 });
    const { sql } = database;
    try {
      if (all) {
        const selection = { filter: { attention: true }, upTo: await newestBatch(sql) };
        const changed = await acknowledgeSelected(sql, selection, { by, note: note ?? "" });
        stdout(json ? `${JSON.stringify({ changed })}\n` : `acknowledged: ${changed} Batches\n`);
        return 0;
      }
      const batches = undo
        ? await withdrawAcknowledgement(sql, operands, by)
        : await acknowledgeBatches(sql, operands, { by, note: note ?? "" });
      stdout(json ? `${JSON.stringify(batches, null, 2)}\n` : format(batches, undo));
      const unknown = operands.filter((name) =>
        !batches.some(({ uid, code }) => uid === name || code === name)
      );
      if (unknown.length > 0) throw unknownNames(operands, unknown);
      return 0;
    } finally {
      await database.close();
    }
  },
});

function requireUse(isWrong: boolean, message: string): void {
  if (isWrong) throw new IntakeError("USAGE", message, `see ${shownCommand("acknowledge --help")}`);
}

function format(batches: readonly Acknowledged[], undo: boolean): string {
  const [changed, unchanged] = undo
    ? ["needs attention again", "was not acknowledged"]
    : ["acknowledged", "needs no attention"];
  const rows = batches.map(({ uid, code, isChanged }) => [
    uid,
    code,
    isChanged ? changed : unchanged,
  ]);
  return rows.length === 0 ? "" : table(["folder", "batch", "result"], rows);
}
