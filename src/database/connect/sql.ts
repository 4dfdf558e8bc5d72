import { addressOf, namedAddress, placeOf, type ServerAddress } from "./address.ts";
import type { Connection } from "./connection.ts";
import { Connections, type ConnectionsOptions, repeatTransient } from "./connections.ts";
import { Listener } from "./listener.ts";
import { ConnectionLost } from "./server_error.ts";
import type { Session } from "./session.ts";
import { Part, type Row, type Rows, type Run, Statement } from "./statement.ts";

interface Tag {
  <T extends readonly object[] = Row[]>(
    strings: TemplateStringsArray,
    ...values: readonly unknown[]
  ): Statement<T>;
  (identifier: string): Part;
}

/**
 * Runs statements: ``sql`select … where id = ${id}` ``. A value becomes a parameter, never text;
 * `sql("name")` is an identifier; a statement can be part of another one.
 */
export interface TransactionSql extends Tag {
  /** A parameter of type `jsonb`. */
  json(value: unknown): Part;
  /** A table of the schema of identifying values. */
  identity(table: string): Part;
  /** Runs a text without parameters: one statement or several. */
  unsafe(text: string): Promise<Rows>;
  /** Runs statements; if one fails, all are rolled back, and an enclosing transaction continues. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * The connections to a server. All methods throw ConnectionLost, or the server's error with its
 * SQLSTATE.
 */
export interface Sql extends TransactionSql {
  /** A description for people: hosts and database. */
  readonly place: string;
  /** The properties of a session. */
  session(): Promise<Session>;
  /**
   * Runs statements on one connection in one transaction (read committed), which is rolled back if
   * `work` throws. `work` runs again if the server rolled the transaction back because of a
   * conflict. After `limitMs` without an answer to a statement, the connection counts as lost.
   */
  begin<T>(work: (transaction: TransactionSql) => Promise<T>, limitMs?: number): Promise<T>;
  listen: Listener["listen"];
  /** Closes the connections; running statements may continue for `timeout` seconds. */
  end(options?: { readonly timeout?: number }): Promise<void>;
}

export interface SqlOptions extends ConnectionsOptions {
  /** The schema of identifying values; read at each statement. */
  readonly identitySchema?: () => string;
  /** A statement outside a transaction without an answer for this time counts as lost. */
  readonly statementMs?: number;
  /** The name of its sessions (application_name); the name in the address if it is omitted. */
  readonly application?: string;
}

/** Long enough for the sums of a very large Batch on a slow disk. */
const defaultStatementMs = 300_000;
/** Statements in transactions may store or remove the rows of a very large folder. */
const transactionMs = 600_000;

/** Prepares connections to a server; the first statement opens one. */
export function connect(server: ServerAddress, options: SqlOptions): Sql {
  const address = namedAddress(addressOf(server), options.application);
  const connections = new Connections(address, options);
  const listener = new Listener(address);
  const { identitySchema = () => "identity", statementMs = defaultStatementMs } = options;
  const borrow = <T>(work: (connection: Connection) => Promise<T>): Promise<T> =>
    repeatTransient(() => connections.borrow(work));
  return Object.assign(
    runner((part) => borrow((connection) => connection.run(part, statementMs)), identitySchema),
    {
      attempt: <T>(work: () => Promise<T>) => work(),
      place: placeOf(address),
      session: () => borrow((connection) => Promise.resolve(connection.session)),
      begin: <T>(work: (transaction: TransactionSql) => Promise<T>, limitMs = transactionMs) =>
        borrow((connection) =>
          transact(connection, limitMs, (run) => work(inTransaction(run, identitySchema)))
        ),
      listen: listener.listen.bind(listener),
      end: async ({ timeout = 5 } = {}): Promise<void> => {
        await Promise.all([listener.end(timeout), connections.end(timeout)]);
      },
    },
  );
}

function inTransaction(run: Run, identitySchema: () => string): TransactionSql {
  const execute = (text: string): Promise<Rows> => run(new Part((client) => client.unsafe(text)));
  return Object.assign(runner(run, identitySchema), {
    attempt: async <T>(work: () => Promise<T>): Promise<T> => {
      await execute("savepoint attempt");
      try {
        const result = await work();
        await execute("release savepoint attempt");
        return result;
      } catch (error) {
        await execute("rollback to savepoint attempt");
        throw error;
      }
    },
  });
}

function runner(run: Run, identitySchema: () => string): Omit<TransactionSql, "attempt"> & Tag {
  const identifier = (name: string): Part => new Part((client) => client(name));
  function sql(identifier: string): Part;
  function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Statement<never>;
  function sql(first: string | TemplateStringsArray, ...values: readonly unknown[]) {
    return typeof first === "string" ? identifier(first) : new Statement(first, values, run);
  }
  return Object.assign(sql, {
    json: (value: unknown) => new Part((client) => client.json(value as never)),
    identity: (table: string) => identifier(`${identitySchema()}.${table}`),
    unsafe: async (text: string): Promise<Rows> => {
      const answer = await run(new Part((client) => client.unsafe(text)));
      return Array.isArray(answer[0]) ? answer.at(-1) as unknown as Rows : answer;
    },
  });
}

/** Runs statements: the pool of connections, or a transaction. */
export type Executor = Sql | TransactionSql;

/**
 * Replaces defaults of the session: another isolation level, and time limits that a large folder
 * exceeds. The limit for idle transactions releases the rows that a crashed machine has locked.
 */
const begin = `begin isolation level read committed read write;
  set local statement_timeout = 0; set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = '30min'`;

/**
 * Runs `work` in a transaction on a connection. Once the connection is lost or the transaction has
 * ended, every further statement of `work` throws ConnectionLost.
 */
async function transact<T>(
  connection: Connection,
  limitMs: number,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const execute = (text: string): Promise<Rows> =>
    connection.run(new Part((client) => client.unsafe(text)), limitMs);
  let isOpen = true;
  await execute(begin);
  try {
    const result = await work(async (part) => {
      if (!isOpen) throw new ConnectionLost("the transaction has ended");
      return await connection.run(part, limitMs);
    });
    isOpen = false;
    requireCommitted(await execute("commit"));
    return result;
  } catch (error) {
    isOpen = false;
    if (!connection.isLost) await execute("rollback").catch((fault) => connection.cut(fault));
    throw error;
  }
}

/** If `work` has caught an error of a statement, the server answers a commit with a rollback. */
function requireCommitted(answer: Rows & { readonly command?: string }): void {
  if (answer.command === "COMMIT") return;
  throw new TypeError("a transaction continued after one of its statements had failed");
}

/** A timestamp column as ISO 8601 text in UTC, with milliseconds. */
export function isoTime(sql: Sql, column: string): Statement {
  return sql`to_char(${sql(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
