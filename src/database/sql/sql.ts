import type { ServerAddress } from "./connections.ts";
import { Listener } from "./listener.ts";
import { ConnectionPool, type PoolOptions } from "./pool.ts";
import { Identifier, Json, type Row, type Rows, type Run, Statement } from "./statement.ts";

/**
 * Runs statements: ``sql`select … where id = ${id}` ``. A value becomes a parameter, never text;
 * `sql("name")` is an identifier, and a statement in a statement a part of it.
 */
export interface TransactionSql {
  <T extends readonly object[] = Row[]>(
    strings: TemplateStringsArray,
    ...parts: readonly unknown[]
  ): Statement<T>;
  (identifier: string): Identifier;
  /** A parameter of type `jsonb`. */
  json(value: unknown): Json;
  /** Runs a text as it is: one statement or several. */
  unsafe(text: string): Promise<Rows>;
}

/** A server's connections. All throw ConnectionLost, or the server's error with its SQLSTATE. */
export interface Sql extends TransactionSql {
  /** Runs statements on one connection in one transaction, which a throw rolls back. */
  begin<T>(work: (transaction: TransactionSql) => Promise<T>): Promise<T>;
  listen: Listener["listen"];
  /** Ends the connections; statements in work may go on for `timeout` seconds. */
  end(options?: { readonly timeout?: number }): Promise<void>;
}

/** Says how to reach a server, which is done when the first statement runs. */
export function connect(address: ServerAddress, options: PoolOptions): Sql {
  const pool = new ConnectionPool(address, options);
  const listener = new Listener(address);
  return Object.assign(runner(pool.run.bind(pool)), {
    begin: <T>(work: (transaction: TransactionSql) => Promise<T>) => transact(pool, work),
    listen: listener.listen.bind(listener),
    end: async ({ timeout = 5 } = {}): Promise<void> => {
      await Promise.all([listener.end(timeout), pool.end(timeout)]);
    },
  });
}

/** Once its connection is lost, nothing more of a transaction runs, on no other one either. */
async function transact<T>(
  pool: ConnectionPool,
  work: (transaction: TransactionSql) => Promise<T>,
): Promise<T> {
  return await pool.hold(async (connection) => {
    const run: Run = (text, parameters) => pool.runOn(connection, text, parameters);
    await run("begin");
    try {
      const result = await work(runner(run));
      await run("commit");
      return result;
    } catch (error) {
      await run("rollback").catch(() => {}); // a lost connection has rolled back by itself
      throw error;
    }
  });
}

function runner(run: Run): TransactionSql {
  function sql(identifier: string): Identifier;
  function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Statement<never>;
  function sql(first: string | TemplateStringsArray, ...parts: readonly unknown[]) {
    return typeof first === "string" ? new Identifier(first) : new Statement(first, parts, run);
  }
  return Object.assign(sql, {
    json: (value: unknown) => new Json(value),
    unsafe: (text: string) => run(text),
  });
}
