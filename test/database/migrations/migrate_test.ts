import assert from "node:assert/strict";
import { migrate, migrations } from "../../../src/database/migrations/migrate.ts";
import { withDatabase } from "../../support/database/test_database.ts";

Deno.test("migrate() by several processes at once applies each migration once", () =>
  withDatabase(async (sql) => {
    await sql`drop schema public cascade`;
    await sql`drop schema identity cascade`;
    await sql`create schema public`;
    await Promise.all(Array.from({ length: 4 }, () => migrate(sql)));
    const rows = await sql`select number, name from migration order by number`;
    assert.deepEqual(rows.map(({ name }) => name), migrations.map(({ name }) => name));
  }));

Deno.test("migrate() refuses a database that a newer program has changed", () =>
  withDatabase(async (sql) => {
    await sql`insert into migration (number, name) values (9999, 'from the future')`;
    await assert.rejects(() => migrate(sql), { code: "DATABASE_NEWER" });
  }));
