import assert from "node:assert/strict";
import { connect } from "../../src/database/connect/sql.ts";
import { openDatabase } from "../../src/database/open_database.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...debianServerTools);

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Installs the catalogue; the schemas that its tables are in, or what is wrong. */
async function install(databaseUrl: string): Promise<string | Fault> {
  try {
    const { sql, close } = await openDatabase({
      stateDir: "/nowhere",
      databaseUrl,
      connections: 1,
    });
    const rows = await sql<{ name: string }[]>`
      select nspname as name from pg_class join pg_namespace n on n.oid = relnamespace
      where pg_class.oid = to_regclass('batch') or pg_class.oid in (
        select conrelid from pg_constraint where confrelid = to_regclass('batch'))
        and relname = 'source_file'
      order by relname`;
    await close();
    return rows.map(({ name }) => name).join(" ");
  } catch (error) {
    return error as Fault;
  }
}

Deno.test({
  name: "a role that lacks a right is told which; with its schemas made for it, it installs",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const site = connect({ url: server.url }, { max: 1 });
    await site.unsafe("create role intake login");
    await site.unsafe("create database catalogue");
    const admin = connect({ url: server.url.replace(/postgres$/, "catalogue") }, { max: 1 });
    const url = `postgres://intake@127.0.0.1:${server.port}/catalogue`;
    const fault = async (address: string, ...texts: readonly RegExp[]): Promise<void> => {
      const found = await install(address);
      assert.ok(typeof found !== "string" && found.code === "NOT_GRANTED", Deno.inspect(found));
      for (const text of texts) assert.match(`${found.message}: ${found.hint}`, text);
    };
    await fault(
      url,
      /role intake lacks the right CREATE on schema public/,
      /grant usage, create on/,
    );
    await admin.unsafe("grant create on schema public to intake");
    await fault(url, /CREATE on database catalogue/, /create schema identity authorization intake/);
    await admin.unsafe("create schema identity");
    await fault(url, /role intake lacks the right CREATE on schema identity/);
    await fault(
      `${url}?options=-csearch_path=none`,
      /search_path of role intake contains no existing schema/,
    );
    await admin.unsafe("grant usage, create on schema identity to intake");
    assert.equal(await install(url), "public identity");
    await admin.unsafe("create schema ct authorization intake");
    await fault(
      `${url}?options=-csearch_path=ct`,
      /create schema ct_identity authorization intake/,
    );
    await admin.unsafe("create schema ct_identity authorization intake");
    assert.equal(await install(`${url}?options=-csearch_path=ct`), "ct ct_identity");
    assert.equal(await install(url), "public identity");
    await Promise.all([admin.end(), site.end()]);
  },
});

Deno.test({
  name: "a database in another encoding than UTF8 is refused in one sentence, untouched",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const site = connect({ url: server.url }, { max: 1 });
    for (const encoding of ["LATIN1", "SQL_ASCII"]) {
      const name = encoding.toLowerCase();
      await site.unsafe(
        `create database ${name} encoding '${encoding}' locale 'C' template template0`,
      );
      const url = server.url.replace(/postgres$/, name);
      const fault = await install(url);
      assert.ok(typeof fault !== "string", "it is refused");
      assert.equal(fault.code, "DATABASE_ENCODING");
      assert.match(fault.message, new RegExp(`encoding of the database is ${encoding}`));
      const there = connect({ url }, { max: 1 });
      const [row] = await there`select to_regclass('batch') is null as untouched`;
      assert.equal(row?.["untouched"], true);
      await there.end();
    }
    await site.end();
  },
});
