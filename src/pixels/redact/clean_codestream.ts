/** Whether a byte of a segment stays, by its offset in the segment. */
type Keeps = (index: number, byte: number) => boolean;

/** What a marker starts in one kind of compressed stream. */
type Syntax = (code: number, inData: boolean) => Marker;

type Marker =
  | { readonly kind: "nothing" | "data" | "end" }
  | { readonly kind: "segment"; readonly keeps: Keeps | undefined; readonly inData: boolean };

interface Known {
  readonly id: string;
  /** Bytes from the start of the segment. */
  readonly keeps: number;
}

/** Application segments that decoders need, by marker. The thumbnail of JFIF is not needed. */
const knownSegments: ReadonlyMap<number, readonly Known[]> = new Map([
  [0xe0, [{ id: "JFIF\0", keeps: 14 }]],
  [0xe2, [{ id: "ICC_PROFILE\0", keeps: Infinity }]],
  [0xe8, [{ id: "SPIFF\0", keeps: 30 }, { id: "mrfx", keeps: 5 }]],
  [0xee, [{ id: "Adobe", keeps: 12 }]],
]);
const comment = 0xfe;

/** JPEG and JPEG-LS (ITU-T T.81 B.1.1, T.87 C.1): bytes below FF80 are stuffing, not markers. */
export function jpeg(code: number): Marker {
  if (code < 0x80 || (code >= 0xd0 && code <= 0xd8)) return { kind: "nothing" };
  if (code === 0xd9) return { kind: "end" };
  const isApplication = code >= 0xe0 && code <= 0xef;
  const keeps = isApplication ? keepKnown(knownSegments.get(code) ?? []) : undefined;
  return { kind: "segment", keeps: code === comment ? () => false : keeps, inData: false };
}

/** JPEG 2000 (ITU-T T.800 A.2): inside packets, only FF90 and above are markers. */
export function jpeg2000(code: number, inData: boolean): Marker {
  if (inData && code < 0x90) return { kind: "nothing" };
  if (code === 0x93) return { kind: "data" };
  if (code === 0xd9) return { kind: "end" };
  if (code === 0x92 || code === 0x4f || (code >= 0x30 && code <= 0x3f)) return { kind: "nothing" };
  const keeps: Keeps | undefined = code === 0x64 ? (index) => index < 2 : undefined;
  return { kind: "segment", keeps, inData: inData && code !== 0x90 };
}

function keepKnown(known: readonly Known[]): Keeps {
  let open = known;
  return (index, byte) => {
    open = open.filter(({ id }) => index >= id.length || id.charCodeAt(index) === byte);
    return open.some(({ keeps }) => index < keeps);
  };
}

/**
 * Overwrites with zeros: comments, application segments that no decoder needs (Exif, XMP,
 * thumbnails), and the bytes after the end of a compressed stream. The stream comes part by part.
 */
export class CodestreamCleaner {
  #state: "scan" | "marker" | "length" | "lower length" | "content" | "ended" | "ended marker" =
    "scan";
  #inData = false;
  #left = 0;
  #index = 0;
  #keeps: Keeps | undefined;

  constructor(readonly syntax: Syntax) {}

  get isEnded(): boolean {
    return this.#state === "ended" || this.#state === "ended marker";
  }

  clean(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to;) at = this.#step(bytes, at, to);
  }

  /** Returns the offset of the next segment. */
  #step(bytes: Uint8Array, at: number, to: number): number {
    const byte = bytes[at] ?? 0;
    switch (this.#state) {
      case "scan":
        return this.#scan(bytes, at, to);
      case "marker":
        if (byte !== 0xff) this.#meet(byte);
        return at + 1;
      case "length":
        this.#left = byte << 8;
        this.#state = "lower length";
        return at + 1;
      case "lower length":
        this.#left = Math.max(0, this.#left + byte - 2);
        this.#index = 0;
        this.#state = this.#left > 0 ? "content" : "scan";
        return at + 1;
      case "content":
        return this.#content(bytes, at, Math.min(to, at + this.#left));
      case "ended":
      case "ended marker":
        this.#behindTheEnd(bytes, at);
        return at + 1;
    }
  }

  #scan(bytes: Uint8Array, at: number, to: number): number {
    const found = bytes.indexOf(0xff, at);
    if (found < 0 || found >= to) return to;
    this.#state = "marker";
    return found + 1;
  }

  #meet(code: number): void {
    const marker = this.syntax(code, this.#inData);
    this.#state = marker.kind === "segment" ? "length" : marker.kind === "end" ? "ended" : "scan";
    if (marker.kind === "data") this.#inData = true;
    if (marker.kind === "segment") ({ keeps: this.#keeps, inData: this.#inData } = marker);
  }

  #content(bytes: Uint8Array, from: number, to: number): number {
    if (this.#keeps) {
      for (let at = from; at < to; at++) {
        if (!this.#keeps(this.#index++, bytes[at] ?? 0)) bytes[at] = 0;
      }
    }
    this.#left -= to - from;
    if (this.#left === 0) this.#state = "scan";
    return to;
  }

  /** Another picture can follow in the same fragment. */
  #behindTheEnd(bytes: Uint8Array, at: number): void {
    const byte = bytes[at];
    if (this.#state === "ended marker" && byte === 0xd8) this.#state = "scan";
    else if (byte === 0xff) this.#state = "ended marker";
    else {
      bytes[at] = 0;
      this.#state = "ended";
    }
  }
}
