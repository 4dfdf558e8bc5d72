import type { AskedImage } from "./ask_image.ts";
import type { Delivered } from "./read_delivered.ts";

/**
 * What stands for each original UID or patient identifier in the delivered files. Nothing but the
 * files says so: the first value that stands where the original stood counts, a UID of a data set
 * itself before one that refers to it.
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

  /** How many originals have the new value of another one. */
  get merged(): number {
    return this.#newValues.size - new Set(this.#newValues.values()).size;
  }
}
