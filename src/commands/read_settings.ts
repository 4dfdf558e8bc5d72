import type { PrivateRowsText } from "../deidentify/private/private_table.ts";
import { resolveBases } from "../folder/resolve_bases.ts";
import { requireApart } from "./require_apart.ts";
import type { Destination } from "../deliver/destination.ts";
import { openDestinations } from "../deliver/open_destinations.ts";
import { readCredentials } from "../deliver/credentials.ts";
import type { IntakeSettings } from "./intake_settings.ts";
import { readPrivateRows } from "./read_private_rows.ts";
import { type CheckedRecipe, readRecipe } from "./read_recipe.ts";
import { readVocabulary } from "./read_vocabulary.ts";

/** The files and places that the settings refer to, as they were read. */
interface NamedBySettings extends CheckedRecipe {
  readonly bases: readonly string[];
  readonly destinations: readonly Destination[];
  readonly privateRows: PrivateRowsText | undefined;
  readonly siteWords: ReadonlySet<string>;
}

/**
 * Reads the files and checks the places that the settings refer to. Creates nothing, so that a
 * start with invalid settings leaves nothing behind. Throws IntakeError SETTINGS or RECIPE.
 */
export function readSettings(
  settings: IntakeSettings,
  subfolderFirst: boolean,
): NamedBySettings {
  const bases = resolveBases({ ...settings, subfolderFirst });
  requireApart(bases, settings);
  const destinations = openDestinations(settings.deliverTo, {
    credentials: readCredentials(settings.deliverCredentials),
    pack: settings.pack,
    answerMs: settings.deliveryTimeout * 1000,
  });
  return {
    bases,
    destinations,
    ...readRecipe(settings.recipe),
    privateRows: readPrivateRows(settings.safePrivateRows),
    siteWords: readVocabulary(settings.vocabulary),
  };
}
