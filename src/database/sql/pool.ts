import pg from "pg";
import { Connection, connectionOptions, type ServerAddress } from "./connections.ts";
import { ConnectionLost, driverFault } from "./connection_lost.ts";
import { Statements } from "./statements.ts";
import type { Rows } from "./statement.ts";

export interface PoolOptions {
  /** How many connections at most. */
  readonly max: number;
  readonly onNotice?: (notice: { readonly message: string | undefined }) => void;
}

/** Connections to a server, `max` at most; whoever finds none free waits. Times are in UTC. */
export class ConnectionPool {
  readonly #connections = new Set<Connection>();
  readonly #pool: pg.Pool;
  readonly #statements = new Statements();
  #ended: Promise<void> | undefined;

  constructor(address: ServerAddress, { max, onNotice }: PoolOptions) {
    const connections = this.#connections;
    class Member extends Connection {
      constructor(options: pg.ClientConfig = {}) {
        super(options);
        connections.add(this);
        this.once("end", () => connections.delete(this));
        if (onNotice) this.on("notice", onNotice);
      }
    }
    this.#pool = new pg.Pool({
      ...connectionOptions(address),
      ...{ max, idleTimeoutMillis: 0, Client: Member },
      onConnect: async (client) => void await client.query("set time zone 'UTC'"),
    });
    this.#pool.on("error", () => {
      // an idle connection ended: the pool makes another when one is needed
    });
  }

  /** Runs a statement on any connection. Throws ConnectionLost, or what the server says. */
  async run(text: string, parameters?: readonly unknown[]): Promise<Rows> {
    return await this.hold((connection) => this.runOn(connection, text, parameters));
  }

  /** Runs a statement on a connection; without parameters it may be several. */
  async runOn(
    connection: pg.ClientBase,
    text: string,
    parameters?: readonly unknown[],
  ): Promise<Rows> {
    try {
      return await this.#statements.run(connection, text, parameters);
    } catch (error) {
      throw driverFault(error);
    }
  }

  /** Holds a connection while `work` runs. One that is lost is not used again by anyone. */
  async hold<T>(work: (connection: pg.ClientBase) => Promise<T>): Promise<T> {
    const connection = await this.#pool.connect().catch((error) => {
      throw driverFault(error);
    });
    let lost: Error | undefined;
    try {
      return await work(connection);
    } catch (error) {
      if (error instanceof ConnectionLost) lost = error;
      throw error;
    } finally {
      connection.release(lost);
    }
  }

  /** Ends all connections when their statements have ended, or cuts them after some seconds. */
  end(patienceSeconds: number): Promise<void> {
    return this.#ended ??= this.#end(patienceSeconds);
  }

  async #end(patienceSeconds: number): Promise<void> {
    const cut = setTimeout(() => {
      for (const connection of this.#connections) connection.cut();
    }, patienceSeconds * 1000);
    try {
      await this.#pool.end();
    } finally {
      clearTimeout(cut);
    }
  }
}
