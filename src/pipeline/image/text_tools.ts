import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import type { TextPolicy } from "../../model/batch.ts";
import type { FoundText } from "../../model/found_text.ts";
import type { CodecHolder } from "../../pixels/codecs/codec_libraries.ts";
import { UnreadableFrame } from "../../pixels/frames/decoded_frame.ts";
import { inspectImage, type SearchOptions } from "../../pixels/text/inspect_image.ts";
import type { TextDetector } from "../../pixels/text/text_detector.ts";
import { Limiter } from "../../system/limiter.ts";

/** How a thread finds text in the pixels of images. */
export interface TextTools {
  readonly policy: TextPolicy;
  readonly finder: TextFinder;
  readonly turns: InspectionTurns;
}

/** A file of a Batch that is inspected. */
export interface InspectedFile {
  readonly staged: string;
  readonly fileNumber: number;
}

/** Runs inspections one after the other, because each needs much memory. */
export interface InspectionTurns {
  run<T>(file: InspectedFile, inspect: () => Promise<T>): Promise<T>;
  /** Resolves when the inspections that wait now have ended. */
  idle(): Promise<void>;
}

/** `around` is called with each inspection, and must run it. */
export function inspectionTurns(
  around: InspectionTurns["run"] = (_file, inspect) => inspect(),
): InspectionTurns {
  const turns = new Limiter(1);
  return {
    run: (file, inspect) => turns.run(() => around(file, inspect)),
    idle: () => turns.run(() => {}),
  };
}

/** Thrown for an image that must be searched for text, by a thread that does not search. */
export class LeftForSearch extends Error {}

/** The turns of one chunk: notes whether there was an inspection, and refuses it if it is left. */
export function turnsOfChunk(
  turns: InspectionTurns,
  isLeft: boolean,
): InspectionTurns & { readonly wereAsked: () => boolean } {
  let asked = false;
  return {
    run(file, inspect) {
      asked = true;
      return isLeft ? Promise.reject(new LeftForSearch()) : turns.run(file, inspect);
    },
    idle: turns.idle,
    wereAsked: () => asked,
  };
}

type Detector = Pick<TextDetector, "find"> & AsyncDisposable;

/** Ten seconds for a megapixel, where 64 kB are expected in a second. */
const bytesPerPixel = 10 * 65536 / 1e6;

/**
 * Finds text in images, with a detector that is loaded when the first image needs it, and loaded
 * again after an error, which may have damaged its memory. `onRead` receives the progress, as if
 * bytes were read.
 */
export class TextFinder implements AsyncDisposable {
  #detector: Promise<Detector> | undefined;

  constructor(
    readonly openDetector: () => Promise<Detector>,
    readonly codecs: CodecHolder,
    readonly onRead: (bytes: number) => void = () => {},
  ) {}

  /** Returns the reason if the image cannot be inspected. Rejects if its file cannot be read. */
  async find(image: ImageHeader, options: SearchOptions = {}): Promise<FoundText | string> {
    const { codecs, onRead } = this;
    const find: Detector["find"] = (picture, asked) => this.#find(picture, asked);
    return await inspectImage(image, {
      detector: { find },
      codecs,
      onPixels: (count) => onRead(Math.ceil(count * bytesPerPixel)),
      onStep: () => onRead(1),
    }, options);
  }

  async #find(...call: Parameters<Detector["find"]>): ReturnType<Detector["find"]> {
    try {
      const detector = await (this.#detector ??= this.openDetector());
      return await detector.find(...call);
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw new UnreadableFrame("the text detector failed", { cause: error });
    }
  }

  /** Unloads the detector. */
  async [Symbol.asyncDispose](): Promise<void> {
    const opened = this.#detector;
    this.#detector = undefined;
    // a detector that failed may fail to end, too
    await opened?.then((detector) => detector[Symbol.asyncDispose]()).catch(() => {});
  }
}
