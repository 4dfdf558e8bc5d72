import assert from "node:assert/strict";
import type { IntakeUnderTest } from "../program/intake.ts";

/** Every row of every table outside schema identity, as JSON. */
export async function publicTables(intake: IntakeUnderTest): Promise<string> {
  const database = await intake.database();
  try {
    const { sql } = database;
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' order by table_name`;
    assert.ok(tables.length >= 8, "the catalogue is there");
    const rows = [];
    for (const { name } of tables) {
      rows.push(JSON.stringify(await sql`select to_jsonb(t) as row from ${sql(name)} t`));
    }
    return rows.join("\n");
  } finally {
    await database.close();
  }
}
