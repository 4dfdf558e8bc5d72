import type { Html } from "../html.ts";

/** Renders what a page shows now; undefined when there is nothing more to show. */
export type Render = () => Promise<Html | undefined>;

interface Topic {
  readonly render: Render;
  readonly readers: Set<Reader>;
  shown: string;
}

interface Reader {
  readonly stream: ReadableStreamDefaultController<Uint8Array>;
  /** Whether it may see what is sent now. */
  readonly mayRead: () => boolean;
  /** It has not read what it was sent, and missed something since. */
  isBehind: boolean;
}

const atMost = 5000;
const unreadAtMost = 2;
const heartbeatMs = 25_000;
const encoder = new TextEncoder();
const heartbeat = encoder.encode(":\n\n");

/**
 * Who looks at which page. Readers of the same page are one topic: it is rendered once for all of
 * them, and sent only when it differs from what they see.
 */
export class LivePages implements Disposable {
  readonly #topics = new Map<string, Topic>();
  readonly #timer = setInterval(() => this.#sendToAll(heartbeat), heartbeatMs);
  #isOver = false;

  /** How many pages are open. */
  get readers(): number {
    return [...this.#topics.values()].reduce((sum, { readers }) => sum + readers.size, 0);
  }

  /**
   * The server-sent events of a page for one more reader; undefined when there are too many, and
   * when pages end meanwhile: nobody would close that reader's.
   */
  async open(
    key: string,
    render: Render,
    mayRead: () => boolean = () => true,
  ): Promise<ReadableStream<Uint8Array> | undefined> {
    if (this.readers >= atMost) return undefined;
    const first = String(await render() ?? "");
    if (this.#isOver) return undefined;
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

  /** Renders every page that somebody looks at, and sends those that changed. */
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
    this.#isOver = true;
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

/** Who has not read what it was sent is sent the latest when it has. */
function send({ readers }: Topic, bytes: Uint8Array): void {
  for (const reader of readers) {
    if (!reader.mayRead()) {
      readers.delete(reader);
      reader.stream.close();
    } else if ((reader.stream.desiredSize ?? 0) > -unreadAtMost) reader.stream.enqueue(bytes);
    else reader.isBehind = true;
  }
}

/** One server-sent event (HTML standard 9.2) without a name: htmx puts its text into the page. */
function message(text: string): Uint8Array {
  return encoder.encode(`${text.split("\n").map((line) => `data: ${line}\n`).join("")}\n`);
}
