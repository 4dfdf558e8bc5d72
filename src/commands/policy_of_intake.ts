import { resolve } from "node:path";
import type { KeyRing } from "../deidentify/key_ring.ts";
import type { PrivateRowsText } from "../deidentify/private/private_table.ts";
import { type Policy, policyOf } from "../projects/policy.ts";
import type { RecipeText } from "../workers/image_task.ts";
import { chosenOptions } from "./chosen_options.ts";
import type { IntakeSettings } from "./intake_settings.ts";

/** The policy of a process with these settings, files and keys. Throws IntakeError SETTINGS. */
export function policyOfIntake(
  settings: IntakeSettings,
  { recipe, privateRows, siteWords }: {
    readonly recipe: RecipeText | undefined;
    readonly privateRows: PrivateRowsText | undefined;
    readonly siteWords: ReadonlySet<string>;
  },
  { current }: KeyRing,
): Policy {
  return policyOf(settings, {
    recipeText: recipe?.text,
    privateRowsText: privateRows?.text,
    siteWords,
    keyFingerprint: current.fingerprint,
    outputBase: resolve(settings.outputBase),
    quarantine: settings.quarantine && resolve(settings.quarantine),
    options: chosenOptions(settings),
  });
}
