import type { Html } from "../view.ts";

/** Renders the current content of a page; undefined if it no longer exists. */
export type Render = () => Promise<Html | undefined>;

interface Topic {
  readonly render: Render;
  readonly readers: Set<Reader>;
  shown: string;
}

interface Reader {
  readonly stream: ReadableStreamDefaultController<Uint8Array>;
  /** Whether the reader is still authorized. */
  readonly mayRead: () => boolean;
  /** The reader is slow, and missed at least one update. */
  isBehind: boolean;
}

const maxReaders = 5000;
const maxUnread = 2;
const heartbeatMs = 25_000;
const encoder = new TextEncoder();
/** An event that the script of the page sees; comments are hidden from it. */
const heartbeat = encoder.encode("event: alive\ndata: -\n\n");

/**
 * The readers of live pages. Readers of the same page share a topic, which is rendered once for all
 * of them, and sent only if it has changed.
 */
export class LivePages implements Disposable {
  readonly #topics = new Map<string, Topic>();
  readonly #timer = setInterval(() => this.#sendToAll(heartbeat), heartbeatMs);
  #isClosed = false;

  /** The number of open pages. */
  get readers(): number {
    return [...this.#topics.values()].reduce((sum, { readers }) => sum + readers.size, 0);
  }

  /**
   * Opens the server-sent events of a page for a reader. Undefined if there are too many readers,
   * or if this object was disposed of while the page was rendered.
   */
  async open(
    key: string,
    render: Render,
    mayRead: () => boolean = () => true,
  ): Promise<ReadableStream<Uint8Array> | undefined> {
    if (this.readers >= maxReaders) return undefined;
    const first = String(await render() ?? "");
    if (this.#isClosed) return undefined;
    const topic = this.#topics.get(key) ?? { render, readers: new Set(), shown: first };
    this.#topics.set(key, topic);
    let reader: Reader;
    return new ReadableStream({
      start: (stream) => {
        reader = { stream, mayRead, isBehind: false };
        topic.readers.add(reader);
        stream.enqueue(message(first));
      },
      pull: () => {
        if (!reader.isBehind || !mayRead()) return;
        reader.isBehind = false;
        reader.stream.enqueue(message(topic.shown));
      },
      cancel: () => this.#close(key, topic, reader),
    });
  }

  /** Renders all open pages, and sends those that changed. */
  async refresh(): Promise<void> {
    for (const topic of this.#topics.values()) {
      const html = await topic.render();
      const text = String(html ?? "");
      if (html === undefined || text === topic.shown) continue;
      topic.shown = text;
      send(topic, message(text));
    }
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const { readers } of this.#topics.values()) {
      for (const { stream } of readers) stream.close();
    }
    this.#topics.clear();
  }

  #close(key: string, topic: Topic, reader: Reader): void {
    topic.readers.delete(reader);
    if (topic.readers.size === 0 && this.#topics.get(key) === topic) this.#topics.delete(key);
  }

  #sendToAll(bytes: Uint8Array): void {
    for (const topic of this.#topics.values()) send(topic, bytes);
  }
}

/** Sends to all readers of a topic. Slow readers receive the latest content when they are ready. */
function send({ readers }: Topic, bytes: Uint8Array): void {
  for (const reader of readers) {
    if (!reader.mayRead()) {
      readers.delete(reader);
      reader.stream.close();
    } else if ((reader.stream.desiredSize ?? 0) > -maxUnread) reader.stream.enqueue(bytes);
    else reader.isBehind = true;
  }
}

/** A server-sent event without a name (HTML standard 9.2); htmx inserts its text into the page. */
function message(text: string): Uint8Array {
  return encoder.encode(`${text.split("\n").map((line) => `data: ${line}\n`).join("")}\n`);
}
