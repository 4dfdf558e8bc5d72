import { join } from "node:path";
import type { ImageHeader } from "../dicom/read/image_facts.ts";
import type { TextPolicy } from "../model/batch.ts";
import { inspectionTurns, TextFinder, type TextTools } from "../pipeline/image/text_tools.ts";
import { CodecHolder, codecsPath } from "../pixels/codecs/codec_libraries.ts";
import { riskOf } from "../pixels/risk.ts";
import type { Picture } from "../pixels/text/picture.ts";
import { openTextDetector, type TextDetector } from "../pixels/text/text_detector.ts";
import { describeKinds, textKindsOf } from "../pipeline/image/text_kinds.ts";
import type { TextKind } from "../model/text_kind.ts";
import { pictureWithBoxes } from "./picture_with_boxes.ts";

/** What is known about text in the pixels of an image. */
export interface TextOfImage {
  /** Why the image was inspected; null if its header does not suggest text: it was not. */
  readonly risk: string | null;
  /** In all frames, as `left,top,right,bottom`, which a recipe can use. */
  readonly boxes: readonly string[];
  /** What the text of each box says, without its words. */
  readonly kinds: readonly TextKind[];
  /** The reason if the pixels could not be inspected. */
  readonly unreadable?: string;
}

/** Finds text in images, one after the other. */
export interface ImageTextFinder extends AsyncDisposable {
  /** `number` names the picture of the image, if pictures are written. */
  find(image: ImageHeader, number: number): Promise<TextOfImage>;
}

/** How `screen` finds text. */
interface TextFinderOptions {
  /** A directory for pictures. */
  readonly pictures?: string | undefined;
  /** The words that the site added to the vocabulary; they are harmless. */
  readonly siteWords?: ReadonlySet<string>;
}

/**
 * The detector is loaded for the first image at risk, so that other folders cost nothing. The first
 * frame of each inspected image is written to `<pictures>/<number>.png`, with the boxes of all
 * frames. Such a picture may show a patient's name. Throws the operating system's error.
 */
export function openTextFinder(
  { pictures, siteWords }: TextFinderOptions = {},
  openDetector: () => Promise<TextDetector> = openTextDetector,
): ImageTextFinder {
  let first: Picture | undefined;
  const finder = new TextFinder(async () => {
    const detector = await openDetector();
    const find: TextDetector["find"] = (picture, options) => {
      first ??= picture;
      return detector.find(picture, options);
    };
    return { ...detector, find };
  }, new CodecHolder(codecsPath()));
  if (pictures !== undefined) Deno.mkdirSync(pictures, { recursive: true, mode: 0o700 });
  return {
    async find(image, number): Promise<TextOfImage> {
      const risk = riskOf(image);
      if (risk === undefined) return { risk: null, boxes: [], kinds: [] };
      first = undefined;
      const found = await finder.find(image, { kindOf: textKindsOf(image, siteWords) });
      if (typeof found === "string") return { risk, boxes: [], kinds: [], unreadable: found };
      if (pictures !== undefined && first) {
        const png = pictureWithBoxes(first, found.boxes);
        Deno.writeFileSync(join(pictures, `${number}.png`), png, { mode: 0o600 });
      }
      const boxes = found.boxes.map(({ left, top, right, bottom }) =>
        [left, top, right, bottom].join(",")
      );
      return { risk, boxes, kinds: found.boxes.map(({ kind = "other" }) => kind) };
    },
    [Symbol.asyncDispose]: () => finder[Symbol.asyncDispose](),
  };
}

/** The tools of a command that processes images itself; `codecs` are those that it has already. */
export function textTools(
  policy: TextPolicy,
  codecs = new CodecHolder(codecsPath()),
): TextTools & AsyncDisposable {
  const finder = new TextFinder(() => openTextDetector(), codecs);
  return {
    policy,
    finder,
    turns: inspectionTurns(),
    [Symbol.asyncDispose]: () => finder[Symbol.asyncDispose](),
  };
}

/** The result for people. */
export function describeText({ risk, boxes, kinds, unreadable }: TextOfImage): string {
  if (risk === null) return "not searched for text: nothing suggests it";
  if (unreadable !== undefined) return `not searched for text: ${unreadable}`;
  const places = boxes.map((box, at) => `${box} (${describeKinds(kinds.slice(at, at + 1))})`);
  const result = boxes.length === 0 ? "no text found" : `text at ${places.join(" and ")}`;
  return `${result} (searched because of ${risk})`;
}
