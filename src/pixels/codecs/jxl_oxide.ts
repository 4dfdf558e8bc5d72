import type { JxlImage } from "jxl-oxide-wasm";
import type { FrameShape } from "../frames/frame_shape.ts";
import { decodePng } from "./decode_png.ts";

type Library = typeof import("jxl-oxide-wasm");

/**
 * jxl-oxide decodes JPEG XL, and shares no code with libjxl. Its WebAssembly file is loaded when it
 * is used for the first time.
 */
export class JxlOxide {
  #isLoaded = false;

  constructor(readonly library: Library, readonly path: string) {}

  /** Throws RangeError, or an error of the library. */
  decode(stream: Uint8Array, shape: FrameShape): Uint8Array {
    if (!this.#isLoaded) this.library.initSync({ module: Deno.readFileSync(this.path) });
    this.#isLoaded = true;
    const image = new this.library.JxlImage();
    try {
      return decodePng(pngOf(image, stream), shape);
    } finally {
      image.free();
    }
  }
}

function pngOf(image: JxlImage, stream: Uint8Array): Uint8Array {
  image.feedBytes(stream);
  if (!image.tryInit()) throw new RangeError("a JPEG XL stream is cut off");
  return image.render().encodeToPng(); // frees what was rendered
}
