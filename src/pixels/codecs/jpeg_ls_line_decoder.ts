import {
  type JpegLsParameters,
  type Plane,
  RegularContext,
  RunContext,
  runOrders,
} from "./jpeg_ls_contexts.ts";

/** The bits of a scan of JPEG-LS (ITU-T T.87 C.1): after FF, a byte has only seven. */
export class JpegLsBits {
  #bits = 0;
  #count = 0;
  #isAfterFF = false;

  constructor(readonly stream: Uint8Array, public at: number) {}

  /** The next bits, at most 16, as a number. Throws RangeError at a marker or at the end. */
  read(count: number): number {
    while (this.#count < count) this.#fill();
    this.#count -= count;
    const value = this.#bits >>> this.#count;
    this.#bits &= 2 ** this.#count - 1;
    return value;
  }

  #fill(): void {
    const byte = this.stream[this.at++];
    if (byte === undefined || (this.#isAfterFF && byte > 0x7f)) throw damaged();
    const size = this.#isAfterFF ? 7 : 8;
    this.#bits = this.#bits << size | byte;
    this.#count += size;
    this.#isAfterFF = byte === 0xff;
  }
}

/** Decodes lines of JPEG-LS (T.87 A, F). All components of a scan share the contexts. */
export class LineDecoder {
  readonly #regular: readonly RegularContext[];
  readonly #runs: readonly [RunContext, RunContext];

  constructor(readonly bits: JpegLsBits, readonly parameters: JpegLsParameters) {
    const { firstA } = parameters;
    this.#regular = Array.from({ length: 365 }, () => new RegularContext(firstA));
    this.#runs = [new RunContext(firstA, 0), new RunContext(firstA, 1)];
  }

  /** Decodes the next line of components that are interleaved by sample, or of only one. */
  decode(planes: readonly Plane[]): void {
    const [first] = planes;
    if (!first) return;
    for (const plane of planes) plane.next();
    for (let at = 1; at <= first.columns;) {
      if (planes.every((plane) => this.#regionAt(plane, at) === 0)) {
        at = this.#decodeRun(planes, first, at);
        continue;
      }
      for (const plane of planes) this.#decodeRegular(plane, at);
      at++;
    }
  }

  #regionAt({ line, above }: Plane, at: number): number {
    return this.parameters.region(
      line[at - 1] ?? 0,
      above[at] ?? 0,
      above[at - 1] ?? 0,
      above[at + 1] ?? 0,
    );
  }

  #decodeRegular(plane: Plane, at: number): void {
    const { largest, limit, near } = this.parameters;
    const { line, above } = plane;
    const region = this.#regionAt(plane, at);
    const context = this.#regular[Math.abs(region)];
    if (!context) return;
    const sign = region < 0 ? -1 : 1;
    const median = this.parameters.median(line[at - 1] ?? 0, above[at] ?? 0, above[at - 1] ?? 0);
    const predicted = Math.min(Math.max(median + sign * context.c, 0), largest);
    const { k } = context;
    const mapped = this.#golomb(k, limit);
    const folded = mapped % 2 === 0 ? mapped / 2 : -(mapped + 1) / 2;
    const error = context.isTurned(k, near) ? -folded - 1 : folded;
    context.update(error, this.parameters);
    line[at] = this.parameters.reconstruct(predicted, sign * error);
  }

  /** Returns the index after the run and the samples that end it (T.87 A.7). */
  #decodeRun(planes: readonly Plane[], first: Plane, start: number): number {
    const { columns } = first;
    let end = start;
    while (this.bits.read(1) === 1) {
      const length = 1 << (runOrders[first.runIndex] ?? 0);
      end += length;
      if (end <= columns + 1 && first.runIndex < 31) first.runIndex++;
      if (end > columns) {
        this.#repeat(planes, start, columns + 1);
        return columns + 1;
      }
    }
    const order = runOrders[first.runIndex] ?? 0;
    end += this.bits.read(order);
    if (end > columns) throw damaged();
    this.#repeat(planes, start, end);
    for (const plane of planes) this.#decodeRunEnd(plane, end, order, planes.length === 1);
    if (first.runIndex > 0) first.runIndex--;
    return end + 1;
  }

  #repeat(planes: readonly Plane[], from: number, to: number): void {
    for (const { line } of planes) line.fill(line[from - 1] ?? 0, from, to);
  }

  /** In components that are interleaved by sample, the first context is always used. */
  #decodeRunEnd({ line, above }: Plane, at: number, order: number, isAlone: boolean): void {
    const { near, limit } = this.parameters;
    const [a, b] = [line[at - 1] ?? 0, above[at] ?? 0];
    const isFlat = isAlone && Math.abs(a - b) <= near;
    const context = this.#runs[isFlat ? 1 : 0];
    const { k } = context;
    const mapped = this.#golomb(k, limit - order - 1);
    const error = context.unmap(mapped, k);
    context.update(error, mapped, this.parameters);
    const sign = !isFlat && a > b ? -1 : 1;
    line[at] = this.parameters.reconstruct(isFlat ? a : b, sign * error);
  }

  /** A Golomb code of limited length (T.87 A.5.3). */
  #golomb(k: number, limit: number): number {
    const { errorBits } = this.parameters;
    const longest = limit - errorBits - 1;
    let high = 0;
    while (this.bits.read(1) === 0) if (++high > longest) throw damaged();
    return high < longest ? high * 2 ** k + this.bits.read(k) : this.bits.read(errorBits) + 1;
  }
}

function damaged(): RangeError {
  return new RangeError("a JPEG-LS stream is damaged");
}
