import type { Sql, TransactionSql } from "../../../src/database/connect/sql.ts";

const lock = 42;

/**
 * Holds whoever comes to a point in the database until it is opened: triggers wait for a lock
 * that the test has, so that a process can be killed while it is exactly there.
 */
export class DatabaseGate implements AsyncDisposable {
  private constructor(
    readonly sql: Sql,
    readonly holder: TransactionSql,
    readonly letGo: () => Promise<void>,
  ) {}

  /** Shuts the gate; `trigger` makes a trigger that executes `chaos.gate()`. */
  static async shut(sql: Sql, trigger: string): Promise<DatabaseGate> {
    await sql.unsafe(`
      create schema chaos;
      create function chaos.gate() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(${lock}); return new; end $$;
      ${trigger}`);
    const shut = Promise.withResolvers<TransactionSql>();
    const open = Promise.withResolvers<void>();
    const held = sql.begin(async (holder) => {
      await holder`select pg_advisory_lock(${lock})`;
      shut.resolve(holder);
      await open.promise;
    });
    return new DatabaseGate(sql, await shut.promise, () => {
      open.resolve();
      return held;
    });
  }

  /** Shuts the gate for whoever has just made a table. */
  static async shutAtTable(sql: Sql, table: string): Promise<DatabaseGate> {
    return await DatabaseGate.shut(
      sql,
      `create function chaos.table_gate() returns event_trigger language plpgsql as $$ begin
         perform pg_advisory_xact_lock(${lock}) from pg_event_trigger_ddl_commands()
         where object_identity = 'public.${table}';
       end $$;
       create event trigger gate on ddl_command_end execute function chaos.table_gate()`,
    );
  }

  /** Waits until somebody stands before the gate. */
  async reached(): Promise<void> {
    while (await this.#waiting() === undefined);
  }

  /** Ends the connection that stands before the gate: what it had not committed is undone. */
  async endWaiting(): Promise<void> {
    const pid = await this.#waiting();
    if (pid !== undefined) await this.holder`select pg_terminate_backend(${pid})`;
  }

  async #waiting(): Promise<number | undefined> {
    const [row] = await this.holder<{ pid: number }[]>`
      select pid from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted`;
    return row?.pid;
  }

  /** Opens the gate, and takes it away when whoever stood there has passed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.holder`select pg_advisory_unlock(${lock})`;
    await this.letGo();
    await this.sql`drop schema chaos cascade`;
  }
}
