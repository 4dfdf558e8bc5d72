import type { AskedImage } from "./ask_image.ts";
import type { Delivered } from "./read_delivered.ts";

/**
 * The value that replaces each original UID or patient identifier, as observed in the delivered
 * files. The first value found in the place of an original counts; UIDs of the data set itself are
 * read before those in references.
 */
export class NewValues {
  readonly #newValues = new Map<string, string>();

  constructor(
    action: "uid_consistent" | "patid_consistent",
    pairs: readonly { readonly image: AskedImage; readonly file: Delivered | undefined }[],
  ) {
    for (const isReference of [false, true]) {
      for (const { image, file } of pairs) {
        for (const { action: asked, path, vr, value } of file ? image.checks : []) {
          if (asked !== action || path.includes("/") !== isReference) continue;
          const found = file?.valueAt(path, vr);
          if (found && !this.#newValues.has(value)) this.#newValues.set(value, found);
        }
      }
    }
  }

  of(original: string): string | undefined {
    return this.#newValues.get(original);
  }

  /** The number of originals whose new value is also that of another original. */
  get merged(): number {
    return this.#newValues.size - new Set(this.#newValues.values()).size;
  }
}
