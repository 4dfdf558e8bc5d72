import { createHash } from "node:crypto";
import type { Settings } from "../settings.ts";

/** The one project there is as long as none are declared. */
export const defaultProject = "default";

/** Settings with a few possible values, which are stored as they are. */
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
] as const satisfies readonly (keyof Settings)[];

/** The settings a policy is made of. */
export type PolicySettings =
  & Pick<Settings, typeof plain[number]>
  & Pick<Settings, "deliverTo">;

/** What of a policy is not in the settings themselves. */
export interface PolicyParts {
  /** The recipe as it stands in its file; undefined without one. */
  readonly recipeText: string | undefined;
  /** The words of the site's vocabulary; none without one. */
  readonly siteWords: ReadonlySet<string>;
  /** Of the current key. */
  readonly keyFingerprint: string;
  /** Absolute paths. */
  readonly outputBase: string;
  readonly quarantine: string | undefined;
  /** The options of the profile that are on. */
  readonly options: ReadonlySet<string>;
}

/**
 * Everything that decides which bytes leave, where they go, and what becomes of sources: by the
 * environment variable of each setting its value, or a hash of a value that may be secret or long.
 */
export interface Policy {
  readonly fingerprint: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The policy of a process. Holds no secret, no path and no text of a recipe. */
export function policyOf(settings: PolicySettings, parts: PolicyParts): Policy {
  const { recipeText, siteWords, keyFingerprint, outputBase, quarantine, options } = parts;
  const targets = (settings.deliverTo ?? "").split(",").map((one) => one.trim()).sort().join(",");
  const named: Record<string, string> = {
    ...Object.fromEntries(plain.map((name) => {
      const value = typeof settings[name] === "string" ? settings[name] : options.has(name);
      return [variableOf(name), String(value)];
    })),
    RECIPE: hashed(recipeText),
    ...(siteWords.size > 0 ? { VOCABULARY: hashed([...siteWords].sort().join("\n")) } : {}),
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

/** The names of the settings in which two policies differ, in order. */
export function differences(
  one: Policy["settings"],
  other: Policy["settings"],
): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).sort();
}

/** `retainUids` is RETAIN_UIDS. */
function variableOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function hashed(text: string | undefined): string {
  return text === undefined || text === "" ? "none" : `sha256:${hexOf(text)}`;
}

/** 64 bits: enough to tell apart, and too few to be a way to the text. */
function hexOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
