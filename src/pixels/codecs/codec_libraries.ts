import type { Context } from "dcmjs-codecs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type FrameShape, frameSize } from "../frames/frame_shape.ts";
import { JxlOxide } from "./jxl_oxide.ts";

/** Decodes and encodes single frames with libraries. All methods throw if the library refuses. */
export interface Codecs {
  /** Decodes a frame of this shape with a function of `dcmjs-codecs`. */
  decode(name: Decoder, stream: Uint8Array, shape: FrameShape): Uint8Array;
  /** Encodes with OpenJPEG, OpenJPH or libjxl, without loss. */
  encode(name: Encoder, frame: Uint8Array, shape: FrameShape, options: EncoderOptions): Uint8Array;
  /** Decodes JPEG 2000 with the decoder of pdf.js, which shares no code with OpenJPEG. */
  decodeWithJpx(stream: Uint8Array, shape: FrameShape): Uint8Array;
  /** Decodes JPEG XL with jxl-oxide, which shares no code with libjxl. */
  decodeWithOxide(stream: Uint8Array, shape: FrameShape): Uint8Array;
}

type Decoder =
  | "decodeRle"
  | "decodeJpeg"
  | "decodeJpegLs"
  | "decodeJpeg2000"
  | "decodeHtJpeg2000"
  | "decodeJpegXl";
type Encoder = "encodeJpeg2000" | "encodeHtJpeg2000" | "encodeJpegXl";

export interface EncoderOptions {
  /** Whether the colours are transformed (RCT, ITU-T T.800 G.2). */
  readonly hasColourTransform: boolean;
  /** Whether the packets are ordered by resolution (RPCL). */
  readonly isByResolution: boolean;
}

const noBytes = new Uint8Array(0);
const orders = { layers: 0, resolutions: 2 };
/** Memory of WebAssembly does not shrink: after a larger frame, in bytes, it is released. */
const largeFrame = 16 << 20;
const codecsFile = "dcmjs-native-codecs.wasm";
const oxideFile = "jxl_oxide_wasm_bg.wasm";

/** The WebAssembly files of the codecs, which a thread must be allowed to read. */
export interface CodecPaths {
  readonly native: string;
  readonly oxide: string;
}

export function codecsPath(): CodecPaths {
  const { resolve } = createRequire(import.meta.url);
  return {
    native: join(dirname(resolve("dcmjs-codecs")), codecsFile),
    oxide: join(dirname(resolve("jxl-oxide-wasm/package.json")), oxideFile),
  };
}

/** Holds the codecs of a thread: about 0.4 s to load, and 45 MB. */
export class CodecHolder {
  #codecs: Codecs | undefined;
  #loading: Promise<void> | undefined;

  constructor(readonly path: CodecPaths) {}

  /** Undefined until they are loaded, and after an error, which leaves their memory damaged. */
  get codecs(): Codecs | undefined {
    return this.#codecs;
  }

  /** Loads the codecs, or loads them again. */
  load(): Promise<void> {
    this.#loading ??= openCodecs(this.path, () => this.#codecs = undefined)
      .then((codecs) => void (this.#codecs = codecs))
      .finally(() => this.#loading = undefined);
    return this.#loading;
  }
}

/** Calls `onSpent` when the codecs have to be loaded again before another image. */
export async function openCodecs(path: CodecPaths, onSpent = (): void => {}): Promise<Codecs> {
  const [{ default: { Context, NativeCodecs, log } }, { default: JpxImage }, oxide] = await Promise
    .all([import("dcmjs-codecs"), import("daikon/lib/jpx.js"), import("jxl-oxide-wasm")]);
  const jxlOxide = new JxlOxide(oxide, path.oxide);
  log.setLevel("silent");
  await NativeCodecs.initializeAsync({ webAssemblyModulePathOrUrl: path.native });
  const guarded = (shape: FrameShape, act: () => Uint8Array): Uint8Array => {
    try {
      if (frameSize(shape) > largeFrame) onSpent();
      return act();
    } catch (error) {
      onSpent();
      throw error;
    }
  };
  return {
    decode: (name, encodedBuffer, shape) =>
      guarded(shape, () => {
        const context = new Context({ ...describe(shape, "RGB"), encodedBuffer });
        return interleaved(NativeCodecs[name](context), shape);
      }),
    encode: (name, decodedBuffer, shape, { hasColourTransform, isByResolution }) =>
      guarded(shape, () => {
        const colours = hasColourTransform ? "RGB" : "YBR_FULL";
        const context = new Context({ ...describe(shape, colours), decodedBuffer });
        const progressionOrder = isByResolution ? orders.resolutions : orders.layers;
        const parameters = name === "encodeJpegXl" ? { lossy: false } : { progressionOrder };
        return NativeCodecs[name](context, parameters).getEncodedBuffer() ?? noBytes;
      }),
    decodeWithOxide: (stream, shape) => jxlOxide.decode(stream, shape),
    decodeWithJpx: (stream, shape) => decodeWithJpx(new JpxImage(), stream, shape),
  };
}

/** Grey or colours only: other names would make the decoder convert the colours. */
function describe(shape: FrameShape, colours: "RGB" | "YBR_FULL"): Description {
  return {
    width: shape.columns,
    height: shape.rows,
    bitsAllocated: 8 * shape.bytesPerSample,
    bitsStored: shape.bitsStored,
    samplesPerPixel: shape.samples,
    pixelRepresentation: shape.isSigned ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: shape.samples === 1 ? "MONOCHROME2" : colours,
  };
}

type Description = Omit<
  NonNullable<ConstructorParameters<typeof Context>[0]>,
  "encodedBuffer" | "decodedBuffer"
>;

/** The decoded frame; a frame of another size or layout is refused. */
function interleaved(context: Context, shape: FrameShape): Uint8Array {
  const frame = context.getDecodedBuffer() ?? noBytes;
  const isExpected = frame.length === frameSize(shape) &&
    context.getBitsAllocated() === 8 * shape.bytesPerSample &&
    (shape.samples === 1 || context.getPlanarConfiguration() === 0);
  if (!isExpected) throw new RangeError("a codec returned a frame of another shape");
  return frame;
}

/** The image of the decoder of pdf.js, as far as it is used. */
interface Jpx {
  parse(stream: Uint8Array): void;
  readonly tiles: readonly {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
    readonly items: ArrayLike<number>;
  }[];
}

function decodeWithJpx(image: Jpx, stream: Uint8Array, shape: FrameShape): Uint8Array {
  image.parse(stream);
  const [tile, ...others] = image.tiles;
  const size = frameSize(shape) / shape.bytesPerSample;
  if (!tile || others.length > 0 || tile.items.length !== size) {
    throw new RangeError("a codec returned a frame of another shape");
  }
  const frame = new Uint8Array(frameSize(shape));
  for (let at = 0; at < size; at++) {
    const sample = tile.items[at] ?? 0;
    const place = at * shape.bytesPerSample;
    frame[place] = sample & 0xff;
    if (shape.bytesPerSample === 2) frame[place + 1] = sample >> 8;
  }
  return frame;
}
