import type { Socket } from "node:net";
import postgres from "postgres";
import type { Address, Host } from "./address.ts";
import { arrayTypes } from "./array_types.ts";
import {
  ConnectionLost,
  endsSession,
  isServerError,
  withoutParameters,
} from "./connection_lost.ts";
import { type Session, sessionQuery } from "./session.ts";
import { Part, type Rows } from "./statement.ts";

/** How a connection is used. */
export interface ConnectionOptions {
  /**
   * Whether statements are prepared and named in the session, so that they are parsed only once.
   */
  readonly isPrepared: boolean;
  readonly onNotice: (message: string) => void;
  readonly onNotify: (channel: string, payload: string) => void;
}

/** The longest delay that a timer supports. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * One session: a client of the driver that uses exactly one socket during its life.
 *
 * postgres.js 3.4.9 reconnects after a lost connection. Later statements of a transaction then run
 * on the new connection, and a statement sent to the old socket is never answered, or throws an
 * error that nothing can catch. Therefore this client never gets a second socket. Statements are
 * refused as soon as the socket is closed, and pending statements are rejected at once.
 */
export class Connection {
  readonly #client: postgres.Sql;
  /** Rejects the statements that have not been answered yet. */
  readonly #waiting = new Set<(fault: ConnectionLost) => void>();
  #session: Session | undefined;
  #lost: ConnectionLost | undefined;
  readonly #end = Promise.withResolvers<void>();

  private constructor(
    readonly socket: Socket,
    address: Address,
    host: Host,
    options: ConnectionOptions,
  ) {
    let sockets: Socket[] = [socket];
    socket.on("close", () => {
      this.cut(new Error("the connection was closed"));
      this.#end.resolve();
    });
    this.#client = clientOf(address, host, options, () => {
      const [only] = sockets;
      sockets = [];
      if (only && !this.isLost) return only;
      throw new ConnectionLost("a client is connected once");
    });
  }

  /** Logs in through a socket. Throws ConnectionLost, or the server's error. */
  static async logIn(
    socket: Socket,
    address: Address,
    host: Host,
    options: ConnectionOptions,
  ): Promise<Connection> {
    const connection = new Connection(socket, address, host, options);
    try {
      connection.#session = await connection.#askSession(address.connectTimeoutMs || maxTimerMs);
      return connection;
    } catch (error) {
      connection.cut(error);
      throw error;
    }
  }

  get session(): Session {
    if (this.#session) return this.#session;
    throw new TypeError("the connection is not logged in");
  }

  /** Resolves when the socket is closed, for any reason. */
  get ended(): Promise<void> {
    return this.#end.promise;
  }

  get isLost(): boolean {
    return this.#lost !== undefined || !this.socket.writable;
  }

  /**
   * Runs a statement. Throws ConnectionLost, after `limitMs` at the latest, or the server's error.
   */
  async run(part: Part, limitMs: number): Promise<Rows> {
    if (this.isLost) throw this.#lost ?? new ConnectionLost("the socket is closed");
    const query = part.on(this.#client) as PromiseLike<Rows>;
    const { promise, resolve, reject } = Promise.withResolvers<Rows>();
    const timer = setTimeout(() => this.cut(limitReached(limitMs)), limitMs);
    this.#waiting.add(reject);
    query.then(resolve, reject); // sends the statement
    try {
      return await promise;
    } catch (fault) {
      throw this.#faultOf(fault);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(reject);
    }
  }

  /** Closes the connection in an orderly way, or cuts it after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const late = setTimeout(() => this.cut(new Error("the connection was ended")), graceMs);
    void this.#client.end();
    await this.ended;
    clearTimeout(late);
  }

  /** Ends the connection at once, even if the server does not answer. */
  cut(cause: unknown): void {
    if (this.#lost) return;
    this.#lost = cause instanceof ConnectionLost ? cause : new ConnectionLost(cause);
    this.socket.destroy();
    for (const fail of this.#waiting) fail(this.#lost);
  }

  #faultOf(fault: unknown): unknown {
    if (isServerError(fault)) {
      if (endsSession(fault)) this.cut(fault);
      return withoutParameters(fault);
    }
    if (!this.isLost) return fault;
    this.cut(fault);
    return this.#lost;
  }

  async #askSession(limitMs: number): Promise<Session> {
    const question = new Part((client) => client.unsafe(sessionQuery));
    const answer = await this.run(question, limitMs) as Rows & { readonly state: { pid: number } };
    const [row] = answer;
    return {
      isPooled: row?.["pid"] !== answer.state.pid,
      encoding: String(row?.["encoding"]),
      isStandby: row?.["standby"] === true,
      isReadOnly: row?.["readonly"] === true,
    };
  }
}

/** Sets every option explicitly, because the driver takes missing ones from the environment. */
function clientOf(
  { user, database, startup }: Address,
  { host, port, password }: Host,
  { isPrepared, onNotice, onNotify }: ConnectionOptions,
  socket: () => Socket,
): postgres.Sql {
  const options = {
    ...{ host, port, user, database, pass: () => password ?? "", socket, ssl: false, max: 1 },
    ...{ prepare: isPrepared, fetch_types: false, types: arrayTypes, connection: startup },
    ...{ connect_timeout: 0, idle_timeout: 0, max_lifetime: 0, keep_alive: 0 },
    ...{ backoff: false, debug: false, max_pipeline: 100, no_subscribe: true },
    onnotice: ({ message }: { message?: string }) => onNotice(message ?? ""),
    onnotify: onNotify,
  };
  return withoutVariable("PGTARGETSESSIONATTRS", () => postgres(options));
}

/**
 * Hides an environment variable from the driver, which would send statements because of it; nothing
 * would catch their errors.
 */
function withoutVariable<T>(name: string, act: () => T): T {
  const value = Deno.env.get(name);
  if (value === undefined) return act();
  Deno.env.delete(name);
  try {
    return act();
  } finally {
    Deno.env.set(name, value);
  }
}

function limitReached(limitMs: number): Error {
  const message = `no answer within ${limitMs / 1000} s`;
  return Object.assign(new Error(message), { code: "NO_ANSWER" });
}
