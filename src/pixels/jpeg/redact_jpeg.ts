import { BitOutput } from "./bit_output.ts";
import { blackSamples, flatCoefficient, type JpegShape } from "./black_samples.ts";
import { type FlatBlocks, flatBlocks, type RedactedRows, scanOrder } from "./block_grid.ts";
import { HuffmanCodes, type PreparedCode, withSymbols } from "./huffman_codes.ts";
import { type HuffmanCode, type JpegScan, type JpegStream, readJpeg } from "./jpeg_stream.ts";
import { margin, type RewrittenComponent, ScanRewriter } from "./rewrite_scan.ts";
import { unstuff } from "./scan_data.ts";
import { StreamOutput } from "./stream_output.ts";
import { damagedJpeg, UnfitJpeg } from "./unfit_jpeg.ts";

/** A component of a scan, and the tables that its output uses. */
interface Rewritten extends RewrittenComponent {
  readonly dcCode: HuffmanCode;
  readonly acCode: HuffmanCode;
}

/**
 * Redacts JPEG frames of an image in the compressed domain (ITU-T T.81, sequential DCT): blocks
 * with a redacted pixel become black; the coefficients of all other blocks stay the same. The
 * memory for a frame is used again for the next one.
 */
export class JpegRedactor {
  readonly #codes = new HuffmanCodes();
  readonly #bits = new BitOutput();
  readonly #flat = new Map<string, FlatBlocks>();
  #data = new Uint8Array(0);

  constructor(readonly shape: JpegShape, readonly redacted: RedactedRows) {}

  /** Returns the new stream, or the reason why this one cannot be redacted. */
  redact(stream: Uint8Array): Uint8Array | string {
    try {
      const jpeg = readJpeg(stream);
      return refuse(jpeg, this.shape) ?? this.#write(stream, jpeg);
    } catch (error) {
      if (error instanceof UnfitJpeg) return error.message;
      throw error;
    }
  }

  #write(stream: Uint8Array, jpeg: JpegStream): Uint8Array {
    if (this.#data.length < stream.length + margin) {
      this.#data = new Uint8Array(stream.length + margin);
    }
    const output = new StreamOutput(stream.length + (stream.length >> 4) + 1024);
    output.write([0xff, 0xd8]);
    let isRecoded = false;
    for (const part of jpeg.parts) {
      const before = output.size;
      const components = "data" in part ? this.#components(jpeg, part) : [];
      // tables of later scans can have been replaced, too
      if ("data" in part && isRecoded) writeTables(output, part, components);
      output.write(stream.subarray(part.from, part.to));
      if (!("data" in part)) continue;
      if (this.#scan(stream, output, jpeg, part, components, false)) continue;
      isRecoded = true;
      output.truncate(before);
      const recoded = this.#recoded(components);
      writeTables(output, part, recoded);
      output.write(stream.subarray(part.from, part.to));
      this.#scan(stream, output, jpeg, part, recoded, true);
    }
    output.write([0xff, 0xd9]);
    return output.toBytes();
  }

  #components(jpeg: JpegStream, scan: JpegScan): Rewritten[] {
    const black = blackSamples(jpeg, this.shape);
    return scan.components.map(({ index, dc, ac, dcStep }) => {
      const [ofDC, ofAC] = [this.#codes.prepare(dc), this.#codes.prepare(ac)];
      return {
        dc: ofDC,
        ac: ofAC,
        dcCode: dc,
        acCode: ac,
        dcWords: ofDC.words,
        acWords: ofAC.words,
        flat: this.#flatBlocks(jpeg, index),
        black: flatCoefficient(black[index] ?? 0, jpeg.precision, dcStep),
        lacking: { dc: new Set(), ac: new Set() },
      };
    });
  }

  /** Frames of an image rarely differ in their sampling. */
  #flatBlocks(jpeg: JpegStream, index: number): FlatBlocks {
    const key = `${index} ${jpeg.components.map(({ across, down }) => `${across}x${down}`)}`;
    const component = jpeg.components[index];
    if (!component) throw damagedJpeg();
    const known = this.#flat.get(key) ?? flatBlocks(jpeg, component, this.redacted);
    if (this.#flat.size > 64) this.#flat.clear();
    this.#flat.set(key, known);
    return known;
  }

  /** False if a table of the output lacks a symbol. */
  #scan(
    stream: Uint8Array,
    output: StreamOutput,
    jpeg: JpegStream,
    scan: JpegScan,
    components: readonly RewrittenComponent[],
    isRecoded: boolean,
  ): boolean {
    const order = scanOrder(jpeg, scan);
    const rewriter = new ScanRewriter(components, order, this.#bits, isRecoded);
    const mcus = order.mcusAcross * order.mcusDown;
    const interval = scan.restartInterval || mcus;
    const count = Math.ceil(mcus / interval);
    if (scan.data.length < 2 * count) throw damagedJpeg();
    for (let at = 0; at < count; at++) {
      const size = unstuff(stream, scan.data[2 * at] ?? 0, scan.data[2 * at + 1] ?? 0, this.#data);
      this.#data.fill(0, size, size + margin);
      this.#bits.clear(size);
      rewriter.rewrite(this.#data, size, at * interval, Math.min(mcus, (at + 1) * interval));
      output.writeStuffed(this.#bits.end());
      if (at + 1 < count) output.write([0xff, 0xd0 + at % 8]);
    }
    return components.every(({ lacking }) => lacking.dc.size + lacking.ac.size === 0);
  }

  /** With the symbols that the tables lacked; components can share a table. */
  #recoded(components: readonly Rewritten[]): Rewritten[] {
    const lacking = new Map<HuffmanCode, Set<number>>();
    for (const { dcCode, acCode, lacking: { dc, ac } } of components) {
      lacking.set(dcCode, dc.union(lacking.get(dcCode) ?? new Set()));
      lacking.set(acCode, ac.union(lacking.get(acCode) ?? new Set()));
    }
    const made = new Map<HuffmanCode, HuffmanCode>(
      [...lacking].map(([code, symbols]) => [code, withSymbols(code, symbols)]),
    );
    return components.map((component) => {
      const dcCode = made.get(component.dcCode) ?? component.dcCode;
      const acCode = made.get(component.acCode) ?? component.acCode;
      const words = (code: HuffmanCode): PreparedCode["words"] => this.#codes.prepare(code).words;
      const codes = { dcCode, acCode, dcWords: words(dcCode), acWords: words(acCode) };
      return { ...component, ...codes, lacking: { dc: new Set(), ac: new Set() } };
    });
  }
}

/** A frame must be what the header says, and each component must have one scan. */
function refuse(jpeg: JpegStream, shape: JpegShape): string | undefined {
  const isAlike = jpeg.rows === shape.rows && jpeg.columns === shape.columns &&
    jpeg.components.length === shape.samples;
  if (!isAlike) return "a frame does not have its rows, columns and samples";
  const scanned = jpeg.parts.flatMap((part) =>
    "data" in part ? part.components.map(({ index }) => index) : []
  );
  const isComplete = scanned.length === shape.samples &&
    new Set(scanned).size === scanned.length;
  return isComplete ? undefined : "a frame cannot be decoded";
}

/** A DHT segment with all tables of a scan (T.81 B.2.4.2). */
function writeTables(
  output: StreamOutput,
  scan: JpegScan,
  components: readonly Rewritten[],
): void {
  const tables = new Map(
    components.flatMap(({ dcCode, acCode }, at): [number, HuffmanCode][] => [
      [scan.components[at]?.dcTable ?? 0, dcCode],
      [0x10 + (scan.components[at]?.acTable ?? 0), acCode],
    ]),
  );
  const content = [...tables].flatMap(([kind, { lengths, symbols }]) => [
    kind,
    ...lengths,
    ...symbols,
  ]);
  const length = content.length + 2;
  output.write([0xff, 0xc4, length >> 8, length & 0xff, ...content]);
}
