import { readDataEnds } from "./scan_data.ts";
import { damagedJpeg, reasonFor, UnfitJpeg } from "./unfit_jpeg.ts";

/** A table of a DHT segment (ITU-T T.81 B.2.4.2). */
export interface HuffmanCode {
  /** The number of codes of each length from 1 to 16. */
  readonly lengths: Uint8Array;
  readonly symbols: Uint8Array;
}

/** A component of the frame header (T.81 B.2.2). */
export interface JpegComponent {
  readonly id: number;
  /** Sampling factors. */
  readonly across: number;
  readonly down: number;
  readonly quantization: number;
}

/** A scan, with the tables that are in force (T.81 B.2.3). */
export interface JpegScan {
  /** The scan header, from its marker to the compressed data. */
  readonly from: number;
  readonly to: number;
  readonly components: readonly ScanComponent[];
  /** The number of MCUs between restart markers; 0 for none. */
  readonly restartInterval: number;
  /** Start and end of the compressed data, for each restart interval. */
  readonly data: readonly number[];
}

export interface ScanComponent {
  /** Index in the frame. */
  readonly index: number;
  readonly dc: HuffmanCode;
  readonly ac: HuffmanCode;
  readonly dcTable: number;
  readonly acTable: number;
  /** The quantization of the DC coefficient. */
  readonly dcStep: number;
}

/** A segment that stays as it is, from its marker on. */
export interface JpegSegment {
  readonly from: number;
  readonly to: number;
}

/** A baseline or extended sequential JPEG stream with Huffman codes, in order. */
export interface JpegStream {
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly JpegComponent[];
  readonly parts: readonly (JpegSegment | JpegScan)[];
  /** The colours that JFIF and Adobe segments state (transform 0 or 1). */
  readonly marked: "RGB" | "YCbCr" | undefined;
}

type Frame = Pick<JpegStream, "precision" | "rows" | "columns" | "components">;

/** Reads all segments and finds the compressed data of each scan. Throws UnfitJpeg. */
export function readJpeg(stream: Uint8Array): JpegStream {
  return new JpegReader(stream).read();
}

class JpegReader {
  #frame: Frame | undefined;
  #restartInterval = 0;
  #marked: JpegStream["marked"];
  readonly #parts: (JpegSegment | JpegScan)[] = [];
  readonly #codes = new Map<number, HuffmanCode>();
  readonly #dcSteps = new Map<number, number>();

  constructor(readonly stream: Uint8Array) {}

  read(): JpegStream {
    const { stream } = this;
    if (stream[0] !== 0xff || stream[1] !== 0xd8) throw damagedJpeg();
    for (let at = 2;;) {
      at = stream.indexOf(0xff, at);
      if (at < 0) break;
      const code = stream[at + 1];
      if (code === 0xd9 || code === undefined) break;
      const isAlone = code === 0 || code === 1 || (code >= 0xd0 && code <= 0xd7);
      if (isAlone || code === 0xff) at += code === 0xff ? 1 : 2;
      else at = this.#readSegment(at, code);
    }
    if (!this.#frame) throw damagedJpeg();
    return { ...this.#frame, parts: this.#parts, marked: this.#marked };
  }

  /** Returns the offset after the segment, and after the data of a scan. */
  #readSegment(from: number, code: number): number {
    const to = from + 2 + this.#uint16(from + 2);
    const content = this.stream.subarray(from + 4, to);
    if (to < from + 4 || to > this.stream.length) throw damagedJpeg();
    if (code === 0xda) return this.#readScan(from, to, content);
    this.#parts.push({ from, to });
    if (code === 0xc4) this.#readCodes(content);
    else if (code === 0xdb) this.#readQuantization(content);
    else if (code === 0xdd) this.#restartInterval = this.#uint16(from + 4);
    else if (code === 0xe0 || code === 0xee) this.#readMark(content);
    else if (code === 0xc0 || code === 0xc1) this.#readFrame(content);
    else if (code < 0xe0 || (code >= 0xf0 && code < 0xfe)) throw new UnfitJpeg(reasonFor(code));
    return to;
  }

  #uint16(at: number): number {
    return (this.stream[at] ?? 0) << 8 | (this.stream[at + 1] ?? 0);
  }

  #readFrame(content: Uint8Array): void {
    const [precision = 0, high = 0, low = 0, left = 0, right = 0, count = 0] = content;
    const isValid = !this.#frame && (precision === 8 || precision === 12) && count > 0 &&
      count <= 4 && content.length >= 6 + 3 * count;
    if (!isValid) throw damagedJpeg();
    const components = Array.from({ length: count }, (_, index) => {
      const [id = 0, factors = 0, quantization = 0] = content.subarray(6 + 3 * index);
      return { id, across: factors >> 4, down: factors & 0xf, quantization };
    });
    const isSampled = components.every(({ across, down }) =>
      across > 0 && across <= 4 && down > 0 && down <= 4
    );
    const [rows, columns] = [high << 8 | low, left << 8 | right];
    if (!isSampled || columns === 0) throw damagedJpeg();
    if (rows === 0) throw new UnfitJpeg(reasonFor(0xdc));
    this.#frame = { precision, rows, columns, components };
  }

  #readCodes(content: Uint8Array): void {
    for (let at = 0; at < content.length;) {
      const lengths = content.subarray(at + 1, at + 17);
      const count = lengths.reduce((sum, length) => sum + length, 0);
      const symbols = content.subarray(at + 17, at + 17 + count);
      if (lengths.length < 16 || symbols.length < count) throw damagedJpeg();
      this.#codes.set(content[at] ?? 0, { lengths, symbols });
      at += 17 + count;
    }
  }

  #readQuantization(content: Uint8Array): void {
    for (let at = 0; at < content.length;) {
      const kind = content[at] ?? 0;
      const isWide = kind >> 4 > 0;
      const [first = 0, second = 0] = content.subarray(at + 1, at + 3);
      this.#dcSteps.set(kind & 0xf, isWide ? first << 8 | second : first);
      at += isWide ? 129 : 65;
    }
  }

  /** As libjpeg decides: what Adobe states goes before JFIF. */
  #readMark(content: Uint8Array): void {
    const name = String.fromCharCode(...content.subarray(0, 5));
    if (name === "JFIF\0") this.#marked ??= "YCbCr";
    if (name === "Adobe" && content.length >= 12) {
      this.#marked = content[11] === 0 ? "RGB" : "YCbCr";
    }
  }

  #readScan(from: number, to: number, content: Uint8Array): number {
    const count = content[0] ?? 0;
    const [first, last, approximation] = content.subarray(1 + 2 * count);
    const isSequential = first === 0 && last === 63 && approximation === 0;
    if (!this.#frame || count === 0 || !isSequential) throw damagedJpeg();
    const components = Array.from(
      { length: count },
      (_, at) => this.#scanComponent(content[1 + 2 * at] ?? 0, content[2 + 2 * at] ?? 0),
    );
    const { data, end } = readDataEnds(this.stream, to);
    this.#parts.push({ from, to, components, restartInterval: this.#restartInterval, data });
    return end;
  }

  #scanComponent(id: number, tables: number): ScanComponent {
    const index = this.#frame?.components.findIndex((one) => one.id === id) ?? -1;
    const [dcTable, acTable] = [tables >> 4, tables & 0xf];
    const [dc, ac] = [this.#codes.get(dcTable), this.#codes.get(0x10 + acTable)];
    const dcStep = this.#dcSteps.get(this.#frame?.components[index]?.quantization ?? -1);
    if (index < 0 || !dc || !ac || !dcStep) throw damagedJpeg();
    return { index, dc, ac, dcTable, acTable, dcStep };
  }
}
