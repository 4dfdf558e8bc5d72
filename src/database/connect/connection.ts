import type { Socket } from "node:net";
import postgres from "postgres";
import type { Address, Host } from "./address.ts";
import { ConnectionLost, endsSession, isServerError, withoutParameters } from "./server_error.ts";
import { type Session, sessionQuery } from "./session.ts";
import { arrayTypes, Part, type Rows, timestampType } from "./statement.ts";

/** How a connection is used. */
export interface SessionOptions {
  /** Whether statements get names in the session, so that they are parsed only once. */
  readonly isPrepared: boolean;
  readonly onNotice: (message: string) => void;
  readonly onNotify: (channel: string, payload: string) => void;
}

/** The longest possible timer. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * One session: a client of the driver that only ever has one socket.
 *
 * postgres.js 3.4.9 replaces a lost connection. Later statements of a transaction then run on the
 * new connection, and a statement that is sent while the old socket closes is never answered, or
 * throws where no code can catch it. Here, a client never gets a second socket, a statement is
 * refused as soon as the socket is closed, and pending statements fail at once.
 */
export class Connection {
  readonly #client: postgres.Sql;
  /** Functions that reject the pending statements. */
  readonly #pending = new Set<(fault: ConnectionLost) => void>();
  #session: Session | undefined;
  #lost: ConnectionLost | undefined;
  readonly #end = Promise.withResolvers<void>();

  private constructor(
    readonly socket: Socket,
    address: Address,
    host: Host,
    options: SessionOptions,
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

  /** Logs in through a socket. Throws ConnectionLost, or the error of the server. */
  static async logIn(
    socket: Socket,
    address: Address,
    host: Host,
    options: SessionOptions,
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
   * Runs a statement. Throws the server's error, or ConnectionLost, which also happens after
   * `limitMs` without an answer.
   */
  async run(part: Part, limitMs: number): Promise<Rows> {
    if (this.isLost) throw this.#lost ?? new ConnectionLost("the socket is closed");
    const query = part.on(this.#client) as PromiseLike<Rows>;
    const { promise, resolve, reject } = Promise.withResolvers<Rows>();
    const timer = setTimeout(() => this.cut(limitReached(limitMs)), limitMs);
    this.#pending.add(reject);
    query.then(resolve, reject); // sends the statement
    try {
      return await promise;
    } catch (fault) {
      throw this.#faultOf(fault);
    } finally {
      clearTimeout(timer);
      this.#pending.delete(reject);
    }
  }

  /** Closes the session; after `graceMs` the socket is destroyed. */
  async close(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.cut(new Error("the connection was ended")), graceMs);
    void this.#client.end();
    await this.ended;
    clearTimeout(timer);
  }

  /** Destroys the socket at once, whether or not the server responds. */
  cut(cause: unknown): void {
    if (this.#lost) return;
    this.#lost = cause instanceof ConnectionLost ? cause : new ConnectionLost(cause);
    this.socket.destroy();
    for (const fail of this.#pending) fail(this.#lost);
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

/** All options are set explicitly, because the driver takes missing ones from the environment. */
function clientOf(
  { user, database, startup }: Address,
  { host, port, password }: Host,
  { isPrepared, onNotice, onNotify }: SessionOptions,
  socket: () => Socket,
): postgres.Sql {
  const options = {
    host,
    port,
    user,
    database,
    pass: () => password ?? "",
    socket,
    ssl: false,
    max: 1,
    prepare: isPrepared,
    fetch_types: false,
    types: { ...arrayTypes, date: timestampType },
    connection: startup,
    connect_timeout: 0,
    idle_timeout: 0,
    max_lifetime: 0,
    keep_alive: 0,
    backoff: false,
    debug: false,
    max_pipeline: 100,
    no_subscribe: true,
    onnotice: ({ message }: { message?: string }) => onNotice(message ?? ""),
    onnotify: onNotify,
  };
  return withoutVariable("PGTARGETSESSIONATTRS", () => postgres(options));
}

/** The driver would act on this variable itself, with statements whose errors are not caught. */
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
  return Object.assign(new Error(`no answer within ${limitMs / 1000} s`), { code: "NO_ANSWER" });
}
