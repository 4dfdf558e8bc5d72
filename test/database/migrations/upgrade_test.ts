import assert from "node:assert/strict";
import { connect, type Sql } from "../../../src/database/connect/sql.ts";
import { migrate, migrations } from "../../../src/database/migrations/migrate.ts";
import { debianServer, debianServerTools } from "../../support/database/debian_server.ts";
import { dropStudy } from "../../support/files/inbox.ts";
import { IntakeUnderTest } from "../../support/program/intake.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools(...debianServerTools);
const releases = new URL("releases/", import.meta.url);
const dumps = [...Deno.readDirSync(releases)].map(({ name }) => name).toSorted();

async function withDatabase<T>(url: string, use: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect({ url }, { max: 1 });
  try {
    return await use(sql);
  } finally {
    await sql.end();
  }
}

/** Columns, constraints, indexes and triggers, as the server describes them. */
async function shape(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select format('%s.%s.%s %s %s %s', table_schema, table_name, column_name, data_type,
                  is_nullable, column_default) as line
    from information_schema.columns where table_schema in ('public', 'identity')
    union all
    select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace in ('public'::regnamespace, 'identity'::regnamespace)
    union all
    select indexdef from pg_indexes where schemaname in ('public', 'identity')
    union all
    select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by 1`;
  return rows.map(({ line }) => line);
}

Deno.test("every release of CHANGELOG is kept as a dump, and the newest one has the newest schema", () => {
  const changes = Deno.readTextFileSync(new URL("../../../CHANGELOG.md", import.meta.url));
  const released = [...changes.matchAll(/Schema of the\scatalogue: (\d{4})/g)].map(([, n]) => n);
  assert.deepEqual(released.filter((number) => !dumps.includes(`${number}.sql`)), []);
  assert.equal(released[0], migrations.at(-1)?.name.slice(0, 4));
});

Deno.test({
  name: "the catalogue of every release, with data in it, is brought up to date and worked with",
  ignore,
  async fn(t) {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const key = `${directory.path}/deid.key`;
    Deno.writeTextFileSync(key, "0123456789abcdef".repeat(4), { mode: 0o600 });
    const database = async (name: string): Promise<string> => {
      await withDatabase(server.url, (sql) => sql`create database ${sql(name)}`);
      return server.url.replace(/postgres$/, name);
    };
    const fresh = await withDatabase(await database("fresh"), async (sql) => {
      await migrate(sql);
      return await shape(sql);
    });
    for (const dump of dumps) {
      await t.step(dump, async () => {
        const url = await database(dump.replace(".sql", "_upgraded"));
        const text = Deno.readTextFileSync(new URL(dump, releases));
        await withDatabase(url, async (sql) => {
          await sql.unsafe(text);
        });
        const env = { DATABASE_URL: url, DEID_KEY_FILE: key, SETTLE: "0" };
        const intake = new IntakeUnderTest(`${directory.path}/${dump}`, env);
        dropStudy(intake.inbox, "ST-3", 3, 3);
        await intake.run("project", "accept"); // the settings are not those of the dump
        const worked = await intake.run("queue");
        assert.equal(worked.code, 0, worked.stderr);
        await withDatabase(url, async (sql) => {
          const rows = await sql`
            select uid, status, images, skipped, (select count(*)::int from image i
              where i.batch_id = b.id) as rows from batch b order by uid`;
          assert.deepEqual(rows.map((row) => ({ ...row })), [
            { uid: "ST-000001", status: "DONE", images: 3, skipped: 0, rows: 3 },
            { uid: "ST-000002", status: "DONE", images: 3, skipped: 1, rows: 3 },
            { uid: "ST-3", status: "DONE", images: 3, skipped: 0, rows: 3 },
          ]);
          assert.deepEqual(await shape(sql), fresh);
          const [kept] = await sql`select count(*)::int as receipts from receipt`;
          assert.equal(
            kept?.["receipts"],
            text.match(/^INSERT INTO public.receipt /gm)?.length ?? 0,
          );
        });
        if (dump !== dumps[0]) return;
        const listed = await intake.run("export", "images", "--format", "csv");
        assert.equal(listed.stdout.trim().split("\n").length, 1 + 9);
        assert.match((await intake.run("errors")).stdout, /NOT_DICOM/);
      });
    }
  },
});
