import type { TextKind } from "./text_kind.ts";

/** A box of text, in pixels of the image, and what the text says, if that was asked. */
export interface FoundBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly kind?: TextKind;
}

/** Text in the pixels of an image. */
export interface FoundText {
  /** In all frames together. */
  readonly boxes: readonly FoundBox[];
  /** The number of overlay planes and their frames with text; 0 if overlays were not searched. */
  readonly overlays: number;
}
