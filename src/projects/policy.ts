import { createHash } from "node:crypto";

/** The name of the only project. */
export const defaultProject = "default";

/** Settings with few possible values, which are stored unchanged. */
const plain = [
  "after",
  "gate",
  "pack",
  "retainUids",
  "retainDeviceIdentity",
  "retainInstitutionIdentity",
  "retainPatientCharacteristics",
  "retainFullDates",
  "retainModifiedDates",
  "cleanDescriptors",
  "cleanStructuredContent",
  "cleanGraphics",
  "retainSafePrivate",
] as const;

/** The settings of a policy: words, and options that are on or off. */
export interface PolicySettings
  extends Readonly<Partial<Record<typeof plain[number], string | boolean | undefined>>> {
  readonly deliverTo?: string | undefined;
  /** Which images are searched for text; `off` if it is absent. */
  readonly text?: string | undefined;
  readonly textAction?: string | undefined;
  /** Whether images that rules hold back wait for a person; `off` if it is absent. */
  readonly review?: string | undefined;
  /** Whether a second reviewer must confirm decisions. */
  readonly reviewFourEyes?: boolean | undefined;
  readonly textKeep?: string | undefined;
}

/** The parts of a policy that are not settings. */
export interface PolicyParts {
  /** The content of the recipe file; undefined without a recipe. */
  readonly recipeText: string | undefined;
  /** The content of the site's file of safe private elements; undefined without one. */
  readonly privateRowsText?: string | undefined;
  /** The words that the site added to the vocabulary; empty without VOCABULARY. */
  readonly siteWords: ReadonlySet<string>;
  /** The fingerprint of the current key. */
  readonly keyFingerprint: string;
  /** Absolute paths. */
  readonly outputBase: string;
  readonly quarantine: string | undefined;
  /** The names of harmless files; undefined for the default. */
  readonly ignoreFiles?: string | undefined;
  /** The options of the profile that are on. */
  readonly options: ReadonlySet<string>;
}

/**
 * The settings that decide which bytes are delivered, where to, and what happens to source folders.
 * Maps the environment variable of each setting to its value, or to a hash if the value may be
 * secret or long.
 */
export interface Policy {
  readonly fingerprint: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Computes the policy of a process. It contains no secret, no path and no text of a recipe. */
export function policyOf(settings: PolicySettings, parts: PolicyParts): Policy {
  const { recipeText, privateRowsText, siteWords } = parts;
  const { keyFingerprint, outputBase, quarantine, ignoreFiles, options } = parts;
  const targets = (settings.deliverTo ?? "").split(",").map((one) => one.trim()).sort().join(",");
  const named: Record<string, string> = {
    ...Object.fromEntries(plain.map((name) => {
      const value = typeof settings[name] === "string" ? settings[name] : options.has(name);
      return [variableOf(name), String(value)];
    })),
    RECIPE: hashed(recipeText),
    // named only if there is one: a policy from before these settings stays the same
    ...textOf(settings),
    ...reviewOf(settings),
    ...(privateRowsText ? { SAFE_PRIVATE_ROWS: hashed(privateRowsText) } : {}),
    ...(siteWords.size > 0 ? { VOCABULARY: hashed([...siteWords].sort().join("\n")) } : {}),
    ...(ignoreFiles === undefined ? {} : { IGNORE_FILES: hashed(ignoreFiles) }),
    QUARANTINE: hashed(quarantine),
    OUTPUT_BASE: hashed(outputBase),
    DELIVER_TO: hashed(targets),
    DEID_KEY_FILE: keyFingerprint,
  };
  const inOrder = Object.entries(named).sort(([one], [other]) => one < other ? -1 : 1);
  return {
    fingerprint: hexOf(JSON.stringify(inOrder)),
    settings: Object.fromEntries(inOrder),
  };
}

/** The sorted names of the settings in which two policies differ. */
export function differences(
  one: Policy["settings"],
  other: Policy["settings"],
): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).sort();
}

function textOf(
  { text = "off", textAction = "hold", textKeep = "nothing" }: PolicySettings,
): Record<string, string> {
  if (text === "off") return {};
  const kept = textKeep === "nothing" ? {} : { TEXT_KEEP: textKeep };
  return { TEXT: text, TEXT_ACTION: textAction, ...kept };
}

function reviewOf({ review = "off", reviewFourEyes = false }: PolicySettings): {
  readonly REVIEW?: string;
  readonly REVIEW_FOUR_EYES?: string;
} {
  return {
    ...(review === "off" ? {} : { REVIEW: review }),
    ...(reviewFourEyes ? { REVIEW_FOUR_EYES: "true" } : {}),
  };
}

/** `retainUids` becomes RETAIN_UIDS. */
function variableOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function hashed(text: string | undefined): string {
  return text === undefined || text === "" ? "none" : `sha256:${hexOf(text)}`;
}

/** 64 bits distinguish values, but are too few to recover the text. */
function hexOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
