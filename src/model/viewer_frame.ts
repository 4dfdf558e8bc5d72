import type { PictureWindow } from "./review_picture.ts";

/** What the viewer in the browser must know to draw a frame. It contains no text of the file. */
export interface FrameFacts {
  readonly rows: number;
  readonly columns: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  /** The type of the values; colours are `Uint8`. */
  readonly type: "Uint8" | "Uint16" | "Int16" | "Float32";
  /** The linear rescaling of the values (PS3.3 C.11.1.1.2). */
  readonly slope: number;
  readonly intercept: number;
  /** The windows of the header, in rescaled values; the first one is the default. */
  readonly windows: readonly PictureWindow[];
  /** The window in which the whole range of the values is visible. */
  readonly range: PictureWindow;
  /** VOILUTFunction (PS3.3 C.11.2.1.3). */
  readonly voi: "LINEAR" | "LINEAR_EXACT" | "SIGMOID";
  /** The largest value is black (MONOCHROME1). */
  readonly isInverted: boolean;
  /** The height of a pixel divided by its width. */
  readonly pixelHeight: number;
  /** The frames per second that the header recommends. */
  readonly rate?: number | undefined;
  readonly hasOverlay: boolean;
  /** Sentences about what the picture does not show. */
  readonly notes: readonly string[];
}

/**
 * A frame of a delivered image. `bytes` contains the values row by row, the colours of a pixel
 * together, in little endian; then, if it has an overlay, one bit for each pixel, the lowest bit of
 * a byte first.
 */
export interface ViewerFrame {
  readonly facts: FrameFacts;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A frame, or why there is none: `gone` if its file was deleted, `busy` if too many frames are
 * requested, `unreadable` for a reason without data of the file.
 */
export type FrameResult =
  | ViewerFrame
  | { readonly fault: "gone" | "busy" }
  | { readonly fault: "unreadable"; readonly reason: string };
