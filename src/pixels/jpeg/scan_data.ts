const [firstRestart, lastRestart] = [0xd0, 0xd7];

/** Where the compressed data of a scan are. */
interface DataEnds {
  /** Start and end of each restart interval, without its markers. */
  readonly data: readonly number[];
  /** The offset of the next marker that is not a restart, or of the end of the stream. */
  readonly end: number;
}

/**
 * Finds the restart intervals of compressed data (ITU-T T.81 B.1.1.5, E.1.4). The data of an
 * interval whose restart marker has the wrong number end there, with the rest of the scan.
 */
export function readDataEnds(stream: Uint8Array, from: number): DataEnds {
  const data: number[] = [];
  let start = from;
  let next = firstRestart;
  for (let at = from;;) {
    const marker = stream.indexOf(0xff, at);
    const end = marker < 0 ? stream.length : marker;
    const place = marker < 0 ? end : afterFill(stream, marker);
    const code = stream[place];
    if (code === 0) {
      at = place + 1;
      continue;
    }
    data.push(start, end);
    if (code !== next) return { data, end: endOfScan(stream, end) };
    next = next === lastRestart ? firstRestart : next + 1;
    start = at = place + 1;
  }
}

/** The offset after the bytes FF, of which there may be several before a marker. */
function afterFill(stream: Uint8Array, marker: number): number {
  let at = marker;
  while (stream[at] === 0xff) at++;
  return at;
}

/** The next marker that is neither a stuffed byte nor a restart. */
function endOfScan(stream: Uint8Array, from: number): number {
  for (let at = from;;) {
    const marker = stream.indexOf(0xff, at);
    if (marker < 0) return stream.length;
    const place = afterFill(stream, marker);
    const code = stream[place];
    if (code === undefined) return stream.length;
    if (code !== 0 && (code < firstRestart || code > lastRestart)) return place - 1;
    at = place + 1;
  }
}

/**
 * Copies compressed data without stuffed bytes (T.81 F.1.2.3), and returns their number. Decoders
 * read the bytes FF FF 00 like FF 00.
 */
export function unstuff(
  stream: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
): number {
  let size = 0;
  for (let at = from; at < to; at++) {
    const byte = stream[at] ?? 0;
    target[size++] = byte;
    if (byte !== 0xff) continue;
    while (stream[at] === 0xff) at++;
  }
  return size;
}
