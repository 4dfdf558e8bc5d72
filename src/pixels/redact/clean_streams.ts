import { BoxCleaner } from "./clean_boxes.ts";
import { CodestreamCleaner, jpeg, jpeg2000 } from "./clean_codestream.ts";
import { damagedStream, type FrameCleaner, type StreamCleaner } from "./frame_cleaner.ts";

interface Start {
  readonly bytes: readonly number[];
  readonly cleaner: () => StreamCleaner;
  /** How many bytes of the start the cleaner does not read. */
  readonly skips: number;
}

/** SOI; SOC and SIZ (ITU-T T.81 B.1.1.3, T.800 A.4); signatures of JP2 and JPEG XL files. */
const starts: readonly Start[] = [
  { bytes: [0xff, 0xd8], cleaner: () => new CodestreamCleaner(jpeg), skips: 2 },
  {
    bytes: [0xff, 0x4f, 0xff, 0x51],
    cleaner: () => new CodestreamCleaner(jpeg2000),
    skips: 2,
  },
  { bytes: box("jP  "), cleaner: () => new BoxCleaner(), skips: 0 },
  { bytes: box("JXL "), cleaner: () => new BoxCleaner(), skips: 0 },
  { bytes: [0xff, 0x0a], cleaner: () => openJpegXL, skips: 2 },
];

/** A JPEG XL stream without boxes has no metadata, and its end is not known without decoding. */
const openJpegXL: StreamCleaner = { isEnded: false, clean: () => {} };

function box(type: string): number[] {
  return [0, 0, 0, 12, ...Array.from(type, (letter) => letter.charCodeAt(0))];
}

/**
 * Cleans frames by what they begin with, whatever the transfer syntax says. A frame can continue in
 * the next fragments. If a fragment neither begins nor continues a stream, the image is refused, or
 * the fragment stays if the compression is not known (`isKnown`).
 */
export class FramesCleaner implements FrameCleaner {
  #stream: StreamCleaner | undefined;
  #start: number[] = [];
  #possible: readonly Start[] = [];

  constructor(readonly isKnown: boolean) {}

  beginFragment(): void {
    [this.#start, this.#possible] = [[], starts];
  }

  clean(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    for (; at < to && this.#possible.length > 0; at++) this.#meetStart(bytes, at);
    this.#stream?.clean(bytes, at, to);
  }

  #meetStart(bytes: Uint8Array, at: number): void {
    const place = this.#start.push(bytes[at] ?? 0) - 1;
    this.#possible = this.#possible.filter((one) => one.bytes[place] === this.#start[place]);
    const isGoingOn = this.#stream !== undefined && !this.#stream.isEnded;
    if (isGoingOn) this.#stream?.clean(bytes, at, at + 1);
    else if (this.#possible.length === 0) {
      this.#stream = undefined;
      if (this.isKnown) throw damagedStream("do not begin as their transfer syntax requires");
    }
    const found = this.#possible.find((one) => one.bytes.length === this.#start.length);
    if (!found) return;
    this.#stream = found.cleaner();
    this.#stream.clean(Uint8Array.from(found.bytes), found.skips, found.bytes.length);
    this.#possible = [];
  }
}
