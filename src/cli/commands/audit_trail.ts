import { z } from "zod";
import type { Sql } from "../../database/connect/sql.ts";
import { openDatabase } from "../../database/open_database.ts";
import { type AuditRow, auditTrail } from "../../database/review/audit_trail.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";

/** Rows that are read at once. */
const pageSize = 500;

/** `audit-trail`: the decisions of reviewers about images, and what jobs did with them. */
export const auditTrailCommand = defineCommand({
  name: "audit-trail",
  summary: "Show the decisions of reviewers about images, and what was done with them.",
  operands: "[code …]",
  examples: [
    ["audit-trail", "shows all decisions, newest first"],
    [
      "audit-trail B-7Q2M --json",
      "shows the decisions about the images of one Batch, for programs",
    ],
  ],
  settings: databaseSettings,
  flags: {
    json: flag(z.boolean().default(false), "json", "print a line of JSON for each row"),
    limit: flag(
      z.coerce.number("is not a number").int("is not a whole number").min(1, "is below 1")
        .optional(),
      "limit",
      "maximum number of rows, newest first (default: all)",
      "n",
    ),
  },
  async run({ settings, flags, operands }, { stdout }): Promise<number> {
    const database = await openDatabase({ ...settings, connections: 2 });
    try {
      let shown = 0;
      for (const batch of operands.length > 0 ? operands : [undefined]) {
        for await (const rows of pages(database.sql, batch, flags.limit ?? Infinity)) {
          stdout(
            flags.json ? rows.map((row) => `${JSON.stringify(row)}\n`).join("") : format(rows),
          );
          shown += rows.length;
        }
      }
      if (shown === 0 && !flags.json) stdout("no decisions\n");
      return 0;
    } finally {
      await database.close();
    }
  },
});

async function* pages(
  sql: Sql,
  batch: string | undefined,
  limit: number,
): AsyncGenerator<readonly AuditRow[]> {
  let before: number | undefined;
  for (let left = limit; left > 0;) {
    const rows = await auditTrail(sql, { batch, before }, Math.min(left, pageSize));
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    left -= rows.length;
    before = last.id;
  }
}

function format(rows: readonly AuditRow[]): string {
  return table(
    ["row", "time", "what", "by", "from", "images", "details"],
    rows.map((row) => [
      String(row.id),
      row.at,
      row.decision === null ? row.what : `${row.what} of ${row.decision}`,
      row.by,
      row.from ?? "",
      filesOf(row),
      detailsOf(row),
    ]),
  );
}

/** `3: B-… 1, 2, 4`: the number of images, and the first of them by Batch. */
function filesOf({ images, files }: AuditRow): string {
  const shown = files.slice(0, 5).map(({ batch, number }) => `${batch} ${number}`);
  return `${images}: ${shown.join(", ")}${images > shown.length ? ", …" : ""}`;
}

function detailsOf({ scope, boxes, reason }: AuditRow): string {
  const areas = boxes.map(({ left, top, width, height }) => `${left},${top} ${width}x${height}`);
  return [scope === null || scope === "image" ? "" : `all of the same ${scopes[scope]}`]
    .concat(areas, reason).filter((part) => part !== "").join("; ");
}

const scopes = { series: "series", alike: "device and layout" } as const;
