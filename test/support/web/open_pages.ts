/** Pages that are open, and read what they are sent without looking at it. */
export interface OpenPages extends Disposable {
  /** How much all of them were sent. */
  readonly bytes: () => number;
}

/** Opens as many overviews, each with a connection of its own, and waits for their first events. */
export async function openPages(url: URL, count: number): Promise<OpenPages> {
  const pages = await Promise.all(Array.from({ length: count }, () => openPage(url)));
  return {
    bytes: () => pages.reduce((sum, page) => sum + page.bytes(), 0),
    [Symbol.dispose]: () => {
      for (const page of pages) page.close();
    },
  };
}

async function openPage({ hostname, port }: URL) {
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `GET /live/ HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const first = Promise.withResolvers<void>();
  let bytes = 0;
  const read = async (): Promise<void> => {
    const buffer = new Uint8Array(65_536);
    for (let length; (length = await connection.read(buffer)) !== null;) {
      bytes += length;
      first.resolve();
    }
    first.reject(new Error("closed before it was sent anything"));
  };
  read().catch(first.reject); // later it was closed from here
  await first.promise;
  return { bytes: () => bytes, close: () => connection.close() };
}
