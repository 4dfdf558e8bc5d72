import type { Address } from "./address.ts";
import type { Connection } from "./connection.ts";
import { openConnection } from "./open_connection.ts";
import { ConnectionLost, isServerError } from "./server_error.ts";

/** The maximum number of connections, and a handler of the server's notices. */
export interface ConnectionsOptions {
  readonly max: number;
  readonly onNotice?: (message: string) => void;
}

/** SQLSTATEs of a statement name that exists already, or that the session does not know. */
const foreignStatement = new Set(["42P05", "26000"]);
const closeGraceMs = 1000;

/**
 * A pool of at most `max` connections; a borrower waits until one is free. A lost connection is
 * discarded, and a new one is opened when it is needed.
 */
export class Connections {
  readonly #free: Connection[] = [];
  readonly #all = new Set<Connection>();
  readonly #waiting: { resolve: () => void; reject: (fault: ConnectionLost) => void }[] = [];
  /** Connections that are in use or being opened. */
  #lent = 0;
  #isPrepared = true;
  #ended = false;

  constructor(readonly address: Address, readonly options: ConnectionsOptions) {}

  /** Lends a connection to `work`. Throws ConnectionLost if no connection can be opened. */
  async borrow<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    await this.#takeTurn();
    try {
      const connection = this.#takeFree() ?? await this.#open();
      try {
        return await work(connection);
      } catch (error) {
        if (isServerError(error) && foreignStatement.has(error.code)) this.#dropNames(connection);
        throw error;
      } finally {
        this.#giveBack(connection);
      }
    } finally {
      this.#endTurn();
    }
  }

  /** Closes all connections when their work has ended, or destroys them after some seconds. */
  async end(timeoutSeconds: number): Promise<void> {
    this.#ended = true;
    for (const { reject } of this.#waiting.splice(0)) reject(ended());
    const cut = setTimeout(() => {
      for (const connection of this.#all) connection.cut(ended());
    }, timeoutSeconds * 1000);
    const graceMs = Math.min(closeGraceMs, timeoutSeconds * 1000);
    for (const connection of this.#free.splice(0)) void connection.close(graceMs);
    await Promise.all([...this.#all].map((connection) => connection.ended));
    clearTimeout(cut);
  }

  #takeFree(): Connection | undefined {
    for (;;) {
      const connection = this.#free.pop();
      if (!connection?.isLost) return connection;
    }
  }

  #giveBack(connection: Connection): void {
    if (connection.isLost) return;
    if (this.#ended) void connection.close(closeGraceMs);
    else this.#free.push(connection);
  }

  async #takeTurn(): Promise<void> {
    if (this.#ended) throw ended();
    if (this.#lent < this.options.max) return void this.#lent++;
    const turn = Promise.withResolvers<void>();
    this.#waiting.push(turn);
    await turn.promise;
  }

  /** Passes the slot to the longest waiting borrower, before any new borrower. */
  #endTurn(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#lent--;
  }

  async #open(): Promise<Connection> {
    const connection = await this.#openOne();
    if (!connection.session.isPooled || !this.#isPrepared) return connection;
    this.#isPrepared = false;
    await connection.close(closeGraceMs);
    return await this.#openOne();
  }

  async #openOne(): Promise<Connection> {
    const connection = await openConnection(this.address, {
      isPrepared: this.#isPrepared,
      onNotice: this.options.onNotice ?? (() => {}),
      onNotify: () => {},
    });
    this.#all.add(connection);
    void connection.ended.then(() => this.#all.delete(connection));
    if (this.#ended) connection.cut(ended());
    return connection;
  }

  /** A pooler was detected late: from now on statements have no names. */
  #dropNames(connection: Connection): void {
    this.#isPrepared = false;
    connection.cut(new Error("its prepared statements are not its own"));
    for (const free of this.#free) free.cut(new Error("its statements are prepared"));
  }
}

function ended(): ConnectionLost {
  return new ConnectionLost("the connections were ended");
}

const maxAttempts = 20;
const maxPauseMs = 500;

/**
 * Repeats a statement or transaction that the server rolled back for a temporary reason: a deadlock
 * or a conflict (class 40), a prepared statement that the session behind a pooler does not know or
 * has already (26000, 42P05), or a table that was changed meanwhile (0A000 of a cached plan).
 * Pauses are random, because all parties of a conflict retry at the same time.
 */
export async function repeatTransient<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!isTransient(error) || attempt === maxAttempts) throw error;
      await pause(Math.random() * Math.min(maxPauseMs, 2 ** attempt));
    }
  }
}

function isTransient(error: unknown): boolean {
  if (!isServerError(error)) return false;
  const { code, routine } = error;
  return /^(40|26000|42P05)/.test(code) ||
    (code === "0A000" && routine === "RevalidateCachedQuery");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
