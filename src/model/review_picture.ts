/** Window and level, in values of the image after its rescaling (PS3.3 C.11.2.1.2). */
export interface PictureWindow {
  readonly center: number;
  readonly width: number;
}

/** A picture of a frame of an original. */
export interface PictureRequest {
  /** Counted from 0. */
  readonly frame: number;
  /** Undefined for the window that the header states. */
  readonly window?: PictureWindow | undefined;
  /** The most rows and columns of the picture. */
  readonly maxSize: number;
}

/** The picture of an original in lists: its first frame. */
export const thumbnailRequest: PictureRequest = { frame: 0, maxSize: 240 };

/** A rendered picture. */
export interface RenderedPicture {
  /** A PNG file. */
  readonly png: Uint8Array<ArrayBuffer>;
  readonly frames: number;
  /** The window with which it was rendered; undefined for colour. */
  readonly window?: PictureWindow | undefined;
  /** The least and the largest value of the frame, after its rescaling. */
  readonly range?: readonly [least: number, most: number] | undefined;
}

/**
 * Why there is no picture: `gone` if no such image waits, `busy` if too many pictures are
 * requested, `unreadable` for a reason without data of the file.
 */
export type PictureFault =
  | { readonly fault: "gone" | "busy" }
  | { readonly fault: "unreadable"; readonly reason: string };

export type PictureResult = RenderedPicture | PictureFault;
