import { Connection, connectionOptions, type ServerAddress } from "./connections.ts";
import { ConnectionLost } from "./connection_lost.ts";
import { Identifier } from "./statement.ts";

const betweenAttemptsMs = 1000;

/** One who listens on a channel. */
interface Subscriber {
  readonly channel: string;
  readonly hear: (payload: string) => void;
  /** Called each time notifications begin to come: what came before was not heard. */
  readonly begin: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * Listens to notifications on one connection of its own, which it makes again whenever it was
 * lost, every second until it succeeds.
 */
export class Listener {
  readonly #subscribers = new Set<Subscriber>();
  #connection: Connection | undefined;
  #isConnected = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(readonly address: ServerAddress) {}

  /**
   * Resolves when notifications of a channel come, to what ends them; rejects with
   * ConnectionLost when the end comes first.
   */
  async listen(
    channel: string,
    hear: (payload: string) => void,
    onBegin?: () => void,
  ): Promise<{ readonly unlisten: () => void }> {
    const begun = Promise.withResolvers<void>();
    const begin = (): void => {
      onBegin?.();
      begun.resolve();
    };
    const subscriber = { channel, hear, begin, fail: begun.reject };
    this.#subscribers.add(subscriber);
    if (!this.#connection) this.#connect();
    else if (this.#isConnected) void this.#subscribe(this.#connection, [subscriber]);
    await begun.promise;
    return { unlisten: () => void this.#subscribers.delete(subscriber) };
  }

  /** Ends the connection, or cuts it when the server does not answer for some seconds. */
  async end(patienceSeconds: number): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#retry);
    for (const { fail } of this.#subscribers) fail(new ConnectionLost("the listener ended"));
    this.#subscribers.clear();
    const connection = this.#connection;
    const cut = setTimeout(() => connection?.cut(), patienceSeconds * 1000);
    try {
      await connection?.end();
    } finally {
      clearTimeout(cut);
    }
  }

  #connect(): void {
    const connection = new Connection(connectionOptions(this.address));
    this.#connection = connection;
    connection.on("notification", ({ channel, payload = "" }) => {
      for (const each of this.#subscribers) if (each.channel === channel) each.hear(payload);
    });
    connection.once("end", () => this.#connectLater());
    connection.connect().then(() => {
      this.#isConnected = true;
      return this.#subscribe(connection, this.#subscribers);
    }, () => connection.cut()); // its end makes another
  }

  async #subscribe(connection: Connection, subscribers: Iterable<Subscriber>): Promise<void> {
    try {
      for (const { channel, begin } of subscribers) {
        await connection.query(`listen ${new Identifier(channel).text}`);
        begin();
      }
    } catch {
      connection.cut(); // its end makes another
    }
  }

  #connectLater(): void {
    this.#isConnected = false;
    if (this.#ended) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), betweenAttemptsMs);
  }
}
