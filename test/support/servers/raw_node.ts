/** A DICOM node of raw bytes on a loopback port, which does what a test says and nothing more. */
export interface RawNode extends AsyncDisposable {
  readonly url: URL;
  /** How many associations it was asked for. */
  readonly associations: () => number;
}

/** One connection, as PS3.8 9.3 frames it. */
export interface RawConnection {
  /**
   * The next protocol data unit with its head of 6 bytes; undefined when the other side has closed.
   */
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly write: (...parts: readonly Uint8Array[]) => Promise<void>;
}

/** Answers every connection with `behave`; whatever ends it early is no fault of the test. */
export function rawNode(behave: (connection: RawConnection) => Promise<void>): RawNode {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections = new Set<Deno.TcpConn>();
  let associations = 0;
  const serve = async (connection: Deno.TcpConn): Promise<void> => {
    connections.add(connection);
    associations++;
    await behave(connectionOf(connection)).catch(() => {});
    if (connections.delete(connection)) closeQuietly(connection);
  };
  const serving = (async () => {
    for await (const connection of listener) void serve(connection);
  })();
  return {
    url: new URL(`dimse://NODE@127.0.0.1:${listener.addr.port}`),
    associations: () => associations,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      const open = [...connections];
      connections.clear();
      open.forEach(closeQuietly);
      await serving;
    },
  };
}

/** The other side may have reset it, which closes it here. */
function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

function connectionOf(connection: Deno.TcpConn): RawConnection {
  const reader = connection.readable.getReader();
  let rest = new Uint8Array();
  const take = async (length: number): Promise<Uint8Array | undefined> => {
    while (rest.length < length) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      rest = joined(rest, value);
    }
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length);
    return taken;
  };
  return {
    async read(): Promise<Uint8Array | undefined> {
      const head = await take(6);
      const body = head && await take(new DataView(head.slice().buffer).getUint32(2));
      return head && body && joined(head, body);
    },
    async write(...parts): Promise<void> {
      const bytes = joined(...parts);
      for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
    },
  };
}

/** An A-ASSOCIATE-AC that accepts all that was proposed, with this maximum length (PS3.8 9.3.3). */
export function accept(request: Uint8Array, maximumLength: number): Uint8Array {
  const contexts: Uint8Array[] = [];
  for (let at = 74; at < request.length;) {
    const length = length16(request, at + 2);
    if (request[at] === 0x20) {
      const id = request[at + 4] ?? 0;
      const abstract = length16(request, at + 10);
      const syntax = request.subarray(at + 12 + abstract, at + 4 + length);
      contexts.push(item(0x21, new Uint8Array([id, 0, 0, 0]), syntax));
    }
    at += 4 + length;
  }
  const name = item(0x10, new TextEncoder().encode("1.2.840.10008.3.1.1.1"));
  const user = item(0x50, item(0x51, uint32(maximumLength)), item(0x52, text("2.25.1")));
  const head = new Uint8Array(68);
  head[1] = 1;
  return pdu(2, head, name, ...contexts, user);
}

/** A P-DATA-TF with one fragment of a command (PS3.8 9.3.5). */
export function commandFragment(bytes: Uint8Array, isLast: boolean, context = 1): Uint8Array {
  return pdu(4, uint32(bytes.length + 2), new Uint8Array([context, isLast ? 3 : 1]), bytes);
}

/** A C-STORE-RSP (PS3.7 9.3.1.2). */
export function storeResponse(messageId: number, status: number, context = 1): Uint8Array {
  const elements = [
    element(0x0100, uint16(0x8001)),
    element(0x0120, uint16(messageId)),
    element(0x0800, uint16(0x0101)),
    element(0x0900, uint16(status)),
  ];
  return commandFragment(joined(...elements), true, context);
}

/** The message ID of a P-DATA-TF that holds a whole C-STORE-RQ; undefined for another one. */
export function messageIdOf(bytes: Uint8Array): number | undefined {
  if (bytes[0] !== 4 || bytes[11] !== 3) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 12; at + 8 <= bytes.length; at += 8 + view.getUint32(at + 4, true)) {
    if (view.getUint16(at + 2, true) === 0x0110) return view.getUint16(at + 8, true);
  }
  return undefined;
}

/** Whether a P-DATA-TF ends a data set. */
export function endsDataSet(bytes: Uint8Array): boolean {
  return bytes[0] === 4 && bytes[11] === 2;
}

export function pdu(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = joined(...parts);
  return joined(new Uint8Array([type, 0]), uint32(body.length), body);
}

export function uint32(value: number): Uint8Array {
  return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
}

function item(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = joined(...parts);
  return joined(new Uint8Array([type, 0, body.length >> 8, body.length]), body);
}

function element(number: number, value: Uint8Array): Uint8Array {
  const head = new Uint8Array([0, 0, number, number >> 8, value.length, 0, 0, 0]);
  return joined(head, value);
}

function uint16(value: number): Uint8Array {
  return new Uint8Array([value, value >> 8]);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function length16(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint16(at);
}
