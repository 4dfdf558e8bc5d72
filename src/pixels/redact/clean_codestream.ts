import type { StreamCleaner } from "./frame_cleaner.ts";
import { type Keeps, keepsOfJpeg, keepsOfJpeg2000 } from "./kept_segments.ts";

/** What a marker starts in one kind of compressed stream; `inData` is whether data surrounds it. */
type Syntax = (code: number, inData: boolean) => Marker;

type Marker =
  | { readonly kind: "nothing" | "unknown" | "data" | "end" }
  | { readonly kind: "segment"; readonly keeps: Keeps | undefined; readonly inData: boolean };

/**
 * JPEG and JPEG-LS (ITU-T T.81 B.1.1, T.87 C.1). In the data after SOS, which end before the next
 * segment, bytes below FF80 are stuffing.
 */
export function jpeg(code: number, inData: boolean): Marker {
  if (code < 0xc0) return { kind: inData ? "nothing" : "unknown" };
  if (code >= 0xd0 && code <= 0xd8) return { kind: "nothing" };
  if (code === 0xd9) return { kind: "end" };
  return { kind: "segment", keeps: keepsOfJpeg(code), inData: code === 0xda };
}

/** JPEG 2000 (ITU-T T.800 A.2): inside packets, only SOT, SOP and EOC are markers. */
export function jpeg2000(code: number, inData: boolean): Marker {
  if (code === 0xd9) return { kind: "end" };
  if (inData && code !== 0x90 && code !== 0x91) return { kind: "nothing" };
  if (code === 0x93) return { kind: "data" };
  if (code === 0x92 || code === 0x4f || (code >= 0x30 && code <= 0x3f)) return { kind: "nothing" };
  if (code < 0x30) return { kind: "unknown" };
  return { kind: "segment", keeps: keepsOfJpeg2000(code), inData: inData && code !== 0x90 };
}

/**
 * Overwrites with zeros: comments, segments that no decoder needs (Exif, XMP, thumbnails, unknown
 * ones), bytes between segments, and the bytes after the end of a compressed stream.
 */
export class CodestreamCleaner implements StreamCleaner {
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
        if (byte !== 0xff) this.#meet(bytes, at);
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
    const end = found < 0 || found >= to ? to : found;
    if (!this.#inData) bytes.fill(0, at, end);
    if (end === to) return to;
    this.#state = "marker";
    return end + 1;
  }

  #meet(bytes: Uint8Array, at: number): void {
    const marker = this.syntax(bytes[at] ?? 0, this.#inData);
    this.#state = marker.kind === "segment" ? "length" : marker.kind === "end" ? "ended" : "scan";
    if (marker.kind === "unknown") bytes[at] = 0;
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
    if (this.#state === "ended marker" && byte === 0xd8) {
      this.#state = "scan";
      this.#inData = false;
    } else if (byte === 0xff) this.#state = "ended marker";
    else {
      bytes[at] = 0;
      this.#state = "ended";
    }
  }
}
