import { CanonicalCode, IntervalBits } from "./canonical_bits.ts";

/** A component of the frame, with its state in the current scan. */
export interface ReadComponent {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  readonly tq: number;
  dc: number;
  dcCode: CanonicalCode;
  acCode: CanonicalCode;
}

const endOfBlock = 0;
/** Its symbols are unknown. */
const noCode = new CanonicalCode(new Uint8Array(16), new Uint8Array(0));

/**
 * Reads the quantized coefficients of a sequential JPEG stream, block by block (ITU-T T.81 F.2).
 * It shares no code with the program's writer of JPEG streams, whose output it checks. Throws
 * RangeError if the stream is damaged.
 */
export class CoefficientReader {
  /** Everything that must be equal before and after: precision, size, sampling, quantization. */
  description = "";
  rows = 0;
  columns = 0;
  components: ReadComponent[] = [];
  /** The components of the current scan. */
  scanned: ReadComponent[] = [];
  restartInterval = 0;
  readonly bits = new IntervalBits();
  readonly #view: DataView;
  readonly #codes = new Map<number, CanonicalCode>();
  readonly #quantizations = new Map<number, string>();
  #at = 2;

  constructor(readonly stream: Uint8Array) {
    this.#view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  }

  /** Reads up to the data of the next scan; false at the end of the image. */
  nextScan(): boolean {
    for (;;) {
      const [code, at] = this.#nextMarker();
      if (code === 0xd9) return false;
      const length = this.#view.getUint16(at);
      const content = this.stream.subarray(at + 2, at + length);
      this.#at = at + length;
      if (code === 0xc4) this.#readCodes(content);
      if (code === 0xdb) this.#readQuantizations(content);
      if (code === 0xdd) this.restartInterval = this.#view.getUint16(at + 2);
      if (code === 0xc0 || code === 0xc1) this.#readFrame(content);
      if (code !== 0xda) continue;
      this.#startScan(content);
      return true;
    }
  }

  /** Reads the DC coefficient of a block; returns the offset of its other coefficients. */
  readDC(component: ReadComponent): number {
    const { bits } = this;
    const size = bits.symbol(component.dcCode);
    const value = bits.number(size);
    const isNegative = size > 0 && value < 2 ** (size - 1);
    component.dc += isNegative ? value - 2 ** size + 1 : value;
    return bits.bit;
  }

  /** Reads the other coefficients of a block; returns whether there are some. */
  skipAC({ acCode }: ReadComponent): boolean {
    const { bits } = this;
    for (let place = 1; place < 64; place++) {
      const symbol = bits.symbol(acCode);
      if (symbol === endOfBlock) return place > 1;
      place += symbol >> 4;
      bits.bit += symbol & 15;
      if (place > 63) throw new RangeError("a block has too many coefficients");
    }
    return true;
  }

  /** Reads the other coefficients of both, and compares them. */
  hasSameAC(component: ReadComponent, other: CoefficientReader, its: ReadComponent): boolean {
    for (let place = 1; place < 64; place++) {
      const symbol = this.bits.symbol(component.acCode);
      const size = symbol & 15;
      const isSame = symbol === other.bits.symbol(its.acCode) &&
        this.bits.number(size) === other.bits.number(size);
      if (!isSame) return false;
      if (symbol === endOfBlock) return true;
      place += symbol >> 4;
    }
    return true;
  }

  /** Continues with the next restart interval (T.81 E.2.4), or with the first one of a scan. */
  startInterval(isFirst: boolean): void {
    const skipped = isFirst ? 0 : 2;
    if (!isFirst) {
      while (this.stream[this.#at + 1] === 0xff) this.#at++;
      const isRestart = (this.stream[this.#at + 1] ?? 0) >> 3 === 0x1a;
      if (!isRestart) throw new RangeError("a restart marker is missing");
    }
    this.#at = this.bits.load(this.stream, this.#at + skipped);
    for (const component of this.components) component.dc = 0;
  }

  /** The code of the next marker that is no restart, and the offset after it. */
  #nextMarker(): [code: number, at: number] {
    for (let at = this.#at;; at++) {
      if (at + 1 >= this.stream.length) return [0xd9, at];
      const code = this.stream[at + 1] ?? 0;
      const isOther = code === 0 || code === 0xff || code >> 3 === 0x1a;
      if (this.stream[at] === 0xff && !isOther) return [code, at + 2];
    }
  }

  #readFrame(content: Uint8Array): void {
    this.rows = this.#view.getUint16(content.byteOffset - this.stream.byteOffset + 1);
    this.columns = this.#view.getUint16(content.byteOffset - this.stream.byteOffset + 3);
    for (let at = 6; at + 2 < content.length; at += 3) {
      const [id = 0, sampling = 0, tq = 0] = content.subarray(at);
      const [h, v] = [sampling >> 4, sampling & 15];
      this.components.push({ id, h, v, tq, dc: 0, dcCode: noCode, acCode: noCode });
    }
    this.description = content.join(" ");
  }

  #readCodes(content: Uint8Array): void {
    for (let at = 0; at < content.length;) {
      const lengths = content.subarray(at + 1, at + 17);
      const end = at + 17 + lengths.reduce((sum, count) => sum + count, 0);
      const code = new CanonicalCode(lengths, content.subarray(at + 17, end));
      this.#codes.set(content[at] ?? 0, code);
      at = end;
    }
  }

  #readQuantizations(content: Uint8Array): void {
    for (let at = 0; at < content.length;) {
      const kind = content[at] ?? 0;
      const end = at + 1 + (kind > 15 ? 128 : 64);
      this.#quantizations.set(kind & 15, content.subarray(at + 1, end).join(" "));
      at = end;
    }
  }

  #startScan(content: Uint8Array): void {
    const count = content[0] ?? 0;
    this.scanned = Array.from({ length: count }, (_, slot) => {
      const [id, tables = 0] = content.subarray(1 + 2 * slot);
      const component = this.components.find((one) => one.id === id);
      if (!component) throw new RangeError("a scan has an unknown component");
      component.dcCode = this.#codes.get(tables >> 4) ?? noCode;
      component.acCode = this.#codes.get(16 + (tables & 15)) ?? noCode;
      this.description += `; ${id} ${this.#quantizations.get(component.tq)}`;
      return component;
    });
  }
}
