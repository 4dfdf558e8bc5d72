/** What a compressed frame says about itself before it is decoded. */
export interface StreamFacts {
  readonly kind: "jpeg lossless" | "jpeg-ls" | "jpeg 2000" | "htj2k" | "jpeg xl";
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Bits of a sample. */
  readonly precision: number;
  readonly isSigned: boolean;
  /** Whether JPEG 2000 transforms the colours (MCT). */
  readonly hasColourTransform: boolean;
  /** Whether the components of JPEG-LS have scans of their own. */
  readonly isByComponent: boolean;
  /** False if JPEG 2000, JPEG-LS (NEAR) or JPEG XL (XYB) state that they lose something. */
  readonly isReversible: boolean;
}
