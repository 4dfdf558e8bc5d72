import type { Address } from "./address.ts";
import type { Connection } from "./connection.ts";
import { ConnectionLost, isServerError } from "./connection_lost.ts";
import { openConnection } from "./open_connection.ts";

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
