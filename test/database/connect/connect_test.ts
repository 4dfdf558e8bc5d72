import assert from "node:assert/strict";
import { isDatabaseAway } from "../../../src/database/connect/server_error.ts";
import { connect, type Sql, type TransactionSql } from "../../../src/database/connect/sql.ts";
import { debianServer, debianServerTools } from "../../support/database/debian_server.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { tcpProxy } from "../../support/servers/tcp_proxy.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

async function pidOf(sql: TransactionSql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  assert.ok(row);
  return row.pid;
}

const endSession = async (sql: Sql, pid: number): Promise<void> =>
  void await sql`select pg_terminate_backend(${pid}, 5000)`;

Deno.test("values are parameters, names are quoted, statements are parts of statements", () =>
  withDatabase(async (sql) => {
    const name = `a "b"; drop table batch`;
    const time = new Date("2026-03-29T01:30:00.123Z");
    const part = sql`extract(epoch from ${time}::timestamptz)::float8 as seconds, ${new Uint8Array([
      0,
      255,
    ])}::bytea as bytes`;
    const [row] = await sql`
      select ${name}::text as ${sql(name)}, ${part}, ${sql.json({ a: [1] })} as json,
        1 = any(${[1, 2]}::int[]) as found`;
    assert.deepEqual({ ...row, bytes: [...row?.["bytes"] as Uint8Array] }, {
      [name]: name,
      seconds: time.getTime() / 1000,
      bytes: [0, 255],
      json: { a: [1] },
      found: true,
    });
    await assert.rejects(() => sql`select ${undefined}`, /Undefined values are not allowed/);
  }));

Deno.test("a transaction whose connection is lost runs nothing more, on no connection", () =>
  withDatabase(async (sql) => {
    await sql`create table written (number int)`;
    const faults: unknown[] = [];
    const transaction = sql.begin(async (inside) => {
      await inside`insert into written values (1)`;
      await endSession(sql, await pidOf(inside));
      for (const number of [2, 3]) {
        await inside`insert into written values (${number})`.catch((fault) => faults.push(fault));
      }
      return "work ended";
    });
    await assert.rejects(transaction, isDatabaseAway);
    assert.ok(faults.length === 2 && faults.every(isDatabaseAway), String(faults));
    assert.deepEqual([...await sql`select number from written`], []);
  }));

Deno.test("statements under way when their connections end fail, and later ones run", () =>
  withDatabase(async (sql) => {
    for (let round = 0; round < 20; round++) {
      const statements = Array.from({ length: 8 }, () => sql`select pg_sleep(0.01)`);
      const others = sql`
        select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
          and application_name = 'dicom-intake' and backend_type = 'client backend'`;
      const ends = await Promise.allSettled([...statements, others]);
      for (const end of ends) {
        assert.ok(end.status === "fulfilled" || isDatabaseAway(end.reason), JSON.stringify(end));
      }
    }
    const each = (): Promise<unknown>[] => Array.from({ length: 8 }, () => sql`select 1`);
    await Promise.allSettled(each()); // each connection notices by its next statement
    const later = await Promise.all(Array.from({ length: 8 }, () => sql`select 1 as one`));
    assert.ok(later.every(([row]) => row?.["one"] === 1));
  }));

Deno.test("a listener whose connection is lost listens again, and says so", () =>
  withDatabase(async (sql) => {
    const heard = Promise.withResolvers<string>();
    const again = Promise.withResolvers<void>();
    let beginnings = 0;
    await sql.listen("news", heard.resolve, () => ++beginnings === 2 && again.resolve());
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen "news"'`;
    await again.promise;
    await sql`select pg_notify('news', 'it is back')`;
    assert.equal(await heard.promise, "it is back");
  }));

Deno.test("the end waits for statements under way, and cuts those that take too long", () =>
  withDatabase(async (sql) => {
    const slow = assert.rejects(() => sql`select pg_sleep(600)`, isDatabaseAway);
    await sql`select 1`;
    await sql.end({ timeout: 0 });
    await slow;
    await assert.rejects(() => sql`select 1`, isDatabaseAway);
  }));

Deno.test({
  name:
    "the end waits for no server behind a network that is cut, neither in the pool nor listening",
  ignore: missingTools(...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const address = new URL(server.url);
    await using proxy = await tcpProxy(Number(address.port));
    address.port = String(proxy.port);
    const sql = connect({ url: address.href }, { max: 2 });
    await sql.listen("news", () => {});
    await sql`select 1`;
    proxy.stall();
    await sql.end({ timeout: 0 });
  },
});

Deno.test("a transaction that goes on after a failed statement is not committed in part", () =>
  withDatabase(async (sql) => {
    await sql`create table written (number int)`;
    const careless = sql.begin(async (inside) => {
      await inside`insert into written values (1)`;
      await inside`select 1 / 0`.catch(() => {});
    });
    await assert.rejects(careless, /continued after one of its statements had failed/);
    assert.deepEqual([...await sql`select from written`], []);
    await sql.begin(async (inside) => {
      await inside.attempt(() => inside`select 1 / 0`).catch(() => {});
      await inside`insert into written values (2)`;
    });
    assert.equal((await sql`select from written`).count, 1);
  }));

Deno.test("a statement that comes after its transaction has ended runs nowhere", () =>
  withDatabase(async (sql) => {
    await sql`create table written (number int)`;
    let late: TransactionSql | undefined;
    await sql.begin((inside) => Promise.resolve(late = inside));
    assert.ok(late);
    await assert.rejects(late`insert into written values (1)`, isDatabaseAway);
    assert.deepEqual([...await sql`select from written`], []);
  }));

/** Fails by turns with these errors, then no more; a sequence forgets nothing when rolled back. */
async function failingFirst(sql: Sql, ...codes: readonly string[]): Promise<void> {
  await sql.unsafe(`
    create sequence attempt;
    create function try() returns int language plpgsql as $$
    declare number int := nextval('attempt'); begin
      ${
    codes.map((code, n) => `if number = ${n + 1} then raise sqlstate '${code}'; end if;`).join("")
  }
      return number;
    end $$`);
}

const transient = ["40001", "40P01", "26000", "42P05"];

Deno.test("a statement that a conflict or a pooler undid is run again", () =>
  withDatabase(async (sql) => {
    await failingFirst(sql, ...transient);
    const [row] = await sql`select try() as attempts`;
    assert.equal(row?.["attempts"], transient.length + 1);
  }));

Deno.test("a transaction that a conflict or a pooler undid is run again as a whole", () =>
  withDatabase(async (sql) => {
    await failingFirst(sql, ...transient);
    await sql`create table written (number int)`;
    await sql.begin(async (inside) => {
      await inside`insert into written values (1)`;
      await inside`select try()`;
    });
    assert.equal((await sql`select from written`).count, 1);
  }));

Deno.test("transactions are read committed and may write, whatever the session's default", () =>
  withDatabase(async (sql) => {
    await sql`alter database dicom_intake set default_transaction_isolation = serializable`;
    await sql`alter database dicom_intake set default_transaction_read_only = on`;
    const other = connect(await socketOf(sql), { max: 1 });
    const [row] = await other.begin((inside) =>
      inside`select current_setting('transaction_isolation') as isolation,
        current_setting('transaction_read_only') as readonly`
    );
    assert.deepEqual({ ...row }, { isolation: "read committed", readonly: "off" });
    await other.begin((inside) => inside.unsafe("alter database dicom_intake reset all"));
    await other.end();
  }));

async function socketOf(sql: Sql) {
  const [row] = await sql<{ host: string }[]>`
    select current_setting('unix_socket_directories') as host`;
  const host = row?.host.replaceAll('"', "") ?? "";
  return { host, port: 5432, user: "dicom_intake", database: "dicom_intake" };
}

Deno.test("an error says which statement of the program met it, and no value", () =>
  withDatabase(async (sql) => {
    await assert.rejects(() => sql`select length(${"secret"}) / 0`, (error: Error) => {
      assert.match(error.message, /division by zero/);
      assert.match(String(error.stack), /connect_test\.ts/);
      const all = Deno.inspect(error, { showHidden: true, depth: 9 });
      assert.doesNotMatch(all, /secret/);
      return true;
    });
  }));

Deno.test({
  name: "a statement behind a network that is cut is lost after a time, in a transaction as well",
  ignore: missingTools(...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await using proxy = await tcpProxy(server.port);
    const url = `postgres://site@127.0.0.1:${proxy.port}/postgres`;
    const quick = connect({ url }, { max: 1, statementMs: 200 });
    await quick`select 1`;
    proxy.stall();
    await assert.rejects(() => quick`select 1`, { name: "ConnectionLost", code: "NO_ANSWER" });
    assert.deepEqual({ ...(await quick`select 1 as one`)[0] }, { one: 1 });
    const stalled = quick.begin(async (inside) => {
      await inside`select 1`;
      proxy.stall();
      await inside`select 2`;
    }, 200);
    await assert.rejects(stalled, { name: "ConnectionLost", code: "NO_ANSWER" });
    await quick.end({ timeout: 0 });
  },
});
