import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import type { FoundText } from "../../model/found_text.ts";
import type { CodecHolder } from "../codecs/codec_libraries.ts";
import { UnreadableFrame } from "../frames/decoded_frame.ts";
import type { ScoredBox } from "./boxes_of_map.ts";
import { type BlankSpans, pictureBeyond, pictureOf, type View, viewsOf } from "./frame_pictures.ts";
import { mergeBoxes } from "./merge_boxes.ts";
import { overlayPictures } from "./overlay_pictures.ts";
import type { Box, Picture } from "./picture.ts";
import type { PlainFrame } from "./plain_frame.ts";
import { plainFramesOf } from "./plain_frames_of.ts";
import { Projections } from "./projections.ts";
import { resizePicture } from "./resize_picture.ts";
import { SearchedPixels } from "./searched_pixels.ts";
import type { FindOptions, TextDetector } from "./text_detector.ts";

/** What an inspection needs of its thread. */
export interface InspectionTools {
  readonly detector: Pick<TextDetector, "find">;
  readonly codecs: CodecHolder;
  /** Called before a picture of a frame, or a part of it, is searched, with its pixels. */
  readonly onPixels?: (count: number) => void;
  /** Called after each step, as a sign of progress. */
  readonly onStep?: () => void;
}

/** How an image is searched. */
export interface SearchOptions {
  /** Pixels that the output does not show. */
  readonly blank?: BlankSpans;
  /** The pictures are searched in this size; 2 is twice as large. */
  readonly scale?: number;
  /** Whether overlays are searched too. */
  readonly hasOverlays?: boolean;
  /** Says of what kind a text is; without it, boxes have no kind. */
  readonly kindOf?: FindOptions["kindOf"];
}

/**
 * Finds text in all frames of an image: on the maximum, minimum and mean of all frames, and in each
 * frame where it differs from what was searched. One frame at a time is decoded. Returns the reason
 * if the pixels cannot be read. Rejects if the detector does.
 */
export async function inspectImage(
  image: ImageHeader,
  tools: InspectionTools,
  options: SearchOptions = {},
): Promise<FoundText | string> {
  try {
    const search = new Search(tools, options);
    await searchFrames(image, search, tools.codecs);
    const boxes = search.boxes;
    let overlays = 0;
    for (const picture of options.hasOverlays ? overlayPictures(image.header) : []) {
      if ((await search.find(picture)).length > 0) overlays++;
    }
    return { boxes, overlays };
  } catch (error) {
    if (error instanceof UnreadableFrame) return error.message;
    throw error;
  }
}

async function searchFrames(
  image: ImageHeader,
  search: Search,
  codecs: CodecHolder,
): Promise<void> {
  const searched = new SearchedPixels();
  const projections = new Projections();
  const isSingle = Number(image.facts.pixels.frames ?? "1") === 1;
  for (const frame of await plainFramesOf(image, codecs)) {
    if (!isSingle) projections.add(frame);
    const views = viewsOf(frame);
    const range = Math.min(...views.map(({ least, most }) => most - least));
    const part = isSingle ? wholeOf(frame) : views.length > 0 && searched.next(frame, range);
    if (part) await search.inPart(frame, views, part);
  }
  for (const frame of projections.frames()) {
    await search.inPart(frame, viewsOf(frame), wholeOf(frame));
  }
}

function wholeOf({ rows, columns }: PlainFrame): Box {
  return { left: 0, top: 0, right: columns, bottom: rows };
}

/** The text found in the frames of an image. */
class Search {
  boxes: ScoredBox[] = [];

  constructor(readonly tools: InspectionTools, readonly options: SearchOptions) {}

  async inPart(frame: PlainFrame, views: readonly View[], part: Box): Promise<void> {
    const { onPixels } = this.tools;
    for (const view of views) {
      onPixels?.((part.right - part.left) * (part.bottom - part.top));
      const { blank } = this.options;
      const where = view.beyond && pictureBeyond(frame, view, view.beyond, part, blank);
      const found = await this.find(pictureOf(frame, view, part, blank), where);
      const placed = found.map((box) => moved(box, part.left, part.top));
      this.boxes = mergeBoxes([...this.boxes, ...placed]);
    }
  }

  async find(picture: Picture, where?: Picture): Promise<ScoredBox[]> {
    const { detector, onStep } = this.tools;
    const { scale = 1, kindOf } = this.options;
    const asked = {
      ...(onStep ? { onPart: onStep } : {}),
      ...(kindOf ? { kindOf } : {}),
      ...(where ? { where: resizePicture(where, scale) } : {}),
    };
    const found = await detector.find(resizePicture(picture, scale), asked);
    return scale === 1 ? found : found.map((box) => ({
      ...box,
      left: Math.floor(box.left / scale),
      top: Math.floor(box.top / scale),
      right: Math.min(picture.columns, Math.ceil(box.right / scale)),
      bottom: Math.min(picture.rows, Math.ceil(box.bottom / scale)),
    }));
  }
}

function moved(box: ScoredBox, right: number, down: number): ScoredBox {
  return {
    ...box,
    left: box.left + right,
    top: box.top + down,
    right: box.right + right,
    bottom: box.bottom + down,
  };
}
