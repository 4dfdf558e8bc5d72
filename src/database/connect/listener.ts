import type { Address } from "./address.ts";
import type { Connection } from "./connection.ts";
import { openConnection } from "./open_connection.ts";
import { ConnectionLost } from "./server_error.ts";
import { Part } from "./statement.ts";

const betweenAttemptsMs = 1000;
const answerMs = 10_000;
const closeGraceMs = 1000;

/** A subscription to a channel. */
interface Subscriber {
  readonly channel: string;
  readonly onNotify: (payload: string) => void;
  /** Called each time that notifications start to arrive: earlier ones were missed. */
  readonly onStart: () => void;
  readonly reject: (fault: ConnectionLost) => void;
}

/**
 * Listens on a separate connection, which is reopened one second after it was lost. (The driver's
 * own listener stops permanently if its second attempt fails.) Behind a pooler notifications do not
 * arrive: then the connection is closed, and only `onStart` is called.
 */
export class Listener {
  readonly #subscribers = new Set<Subscriber>();
  #connection: Connection | undefined;
  #opening: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isPooled = false;
  #ended = false;

  constructor(readonly address: Address) {}

  /**
   * Resolves when the notifications of a channel arrive; rejects if the listener is ended before.
   */
  async listen(
    channel: string,
    onNotify: (payload: string) => void,
    onStart: () => void = () => {},
  ): Promise<{ readonly unlisten: () => void; readonly isPooled: boolean }> {
    if (this.#ended) throw ended();
    const started = Promise.withResolvers<void>();
    const subscriber = {
      channel,
      onNotify,
      reject: started.reject,
      onStart: () => {
        onStart();
        started.resolve();
      },
    };
    this.#subscribers.add(subscriber);
    if (this.#connection && !this.#connection.isLost) {
      void this.#subscribe(this.#connection, [subscriber]);
    } else if (this.#isPooled) subscriber.onStart();
    else if (this.#retry === undefined) this.#opening ??= this.#open();
    await started.promise;
    const unlisten = (): void => void this.#subscribers.delete(subscriber);
    return { unlisten, isPooled: this.#isPooled };
  }

  /** Closes the connection, or destroys it if the server does not respond. */
  async end(timeoutSeconds: number): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#retry);
    for (const { reject } of this.#subscribers) reject(ended());
    this.#subscribers.clear();
    const graceMs = Math.min(closeGraceMs, timeoutSeconds * 1000);
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, graceMs);
    await Promise.race([this.#opening, late.promise]);
    clearTimeout(timer);
    await this.#connection?.close(graceMs);
  }

  async #open(): Promise<void> {
    try {
      const connection = await openConnection(this.address, {
        isPrepared: false,
        onNotice: () => {},
        onNotify: (channel, payload) => {
          for (const each of this.#subscribers) {
            if (each.channel === channel) each.onNotify(payload);
          }
        },
      });
      if (this.#ended || connection.session.isPooled) await this.#leave(connection);
      else await this.#use(connection);
    } catch {
      this.#openLater();
    } finally {
      this.#opening = undefined;
    }
  }

  async #leave(connection: Connection): Promise<void> {
    this.#isPooled = connection.session.isPooled;
    await connection.close(closeGraceMs);
    for (const { onStart } of this.#subscribers) onStart();
  }

  async #use(connection: Connection): Promise<void> {
    this.#connection = connection;
    void connection.ended.then(() => this.#openLater());
    await this.#subscribe(connection, [...this.#subscribers]);
  }

  async #subscribe(connection: Connection, subscribers: readonly Subscriber[]): Promise<void> {
    try {
      for (const { channel, onStart } of subscribers) {
        await connection.run(new Part((client) => client`listen ${client(channel)}`), answerMs);
        onStart();
      }
    } catch (error) {
      connection.cut(error); // closing it schedules another attempt
    }
  }

  #openLater(): void {
    if (this.#ended) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#opening ??= this.#open();
    }, betweenAttemptsMs);
  }
}

function ended(): ConnectionLost {
  return new ConnectionLost("the listener was ended");
}
