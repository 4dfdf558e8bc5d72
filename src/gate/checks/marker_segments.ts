const [startOfImage, startOfCodestream] = [0xffd8, 0xff4f];
const endOfImage = 0xd9;
/** Coded data follows the start of a scan, and of a tile or a packet of JPEG 2000. */
const beforeData: ReadonlySet<number> = new Set([0xda, 0x93, 0x91, 0x92]);
/** Markers without a length, besides restart markers. */
const standingAlone: ReadonlySet<number> = new Set([0x01, 0x93, 0x92]);
/** So much of the coded data is returned, too, in case that it is text and not coded data. */
const firstData = 64;

/**
 * The marker segments of the first part of a JPEG, JPEG-LS or JPEG 2000 stream, which can hold
 * text, almost without the coded data between them (ISO/IEC 10918-1 B.1, 14495-1 C.1, 15444-1 A.1).
 * From an invalid marker on, and after the end of the image, all bytes are returned; undefined if
 * it is another kind of stream.
 */
export function markerSegments(bytes: Uint8Array): Uint8Array | undefined {
  const start = wordAt(bytes, 0);
  if (start !== startOfImage && start !== startOfCodestream) return undefined;
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 2; at < bytes.length;) {
    const end = segmentEnd(bytes, at);
    const next = beforeData.has(bytes[at + 1] ?? 0) ? nextMarker(bytes, end) : end;
    const part = bytes.subarray(at, Math.min(next, end + firstData));
    kept.set(part, length);
    length += part.length;
    at = next;
  }
  return kept.subarray(0, length);
}

function segmentEnd(bytes: Uint8Array, at: number): number {
  const marker = bytes[at + 1] ?? 0;
  if (bytes[at] !== 0xff || marker === endOfImage) return bytes.length;
  if (marker === 0xff) return at + 1; // a fill byte
  const hasLength = !standingAlone.has(marker) && !isRestart(marker);
  return at + 2 + (hasLength ? Math.max(2, wordAt(bytes, at + 2)) : 0);
}

/** In coded data, a byte of 0xFF is followed by one below 0x90, or it is a restart marker. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next >= 0x90 && !isRestart(next)) return at;
  }
  return bytes.length;
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 0x100 + (bytes[at + 1] ?? 0);
}
