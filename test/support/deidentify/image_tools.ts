import type { Option } from "../../../src/deidentify/profile/options.ts";
import { Profile } from "../../../src/deidentify/profile/profile.ts";
import { PseudonymKey } from "../../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { openGate } from "../../../src/pipeline/image/gate_image.ts";
import type { ImageTools } from "../../../src/pipeline/image/image_tools.ts";

/** What a thread has for every image; the options are the default ones, and nothing is screened. */
export function imageTools(
  options: readonly Option[] = ["retainModifiedDates"],
  key = new Uint8Array(32).fill(7),
  recipes: ImageTools["recipes"] = [],
): ImageTools {
  return {
    recipes,
    rules: undefined,
    quarantine: undefined,
    gate: openGate("image"),
    key: new PseudonymKey(key),
    profile: new Profile(new Set(options)),
    buffer: new Uint8Array(1 << 20),
  };
}
