import { join, resolve } from "node:path";
import { z } from "zod";
import type { ReviewPolicy, TextPolicy } from "../model/batch.ts";
import { setting, switchSetting } from "./setting_meta.ts";

const path = z.string().min(1, "is empty");

/** The settings that decide which images are held back. */
export const screeningSettings = {
  quarantine: setting(
    path.optional(),
    "QUARANTINE",
    "dir",
    "directory for copies of originals that rules hold back, or that wait for a person " +
      "(default with a review: STATE_DIR/quarantine)",
  ),
  gate: setting(
    z.enum(["image", "batch", "warn"], "is not image, batch or warn").default("image"),
    "GATE",
    "what",
    "what is held back when an output still identifies a patient: image, batch, or nothing (warn)",
  ),
  text: setting(
    z.enum(["risk", "all", "off"], "is not risk, all or off").default("risk"),
    "TEXT",
    "which",
    "which images are searched for text in their pixels: those whose header suggests text " +
      "(risk), all, or none (off)",
  ),
  textKeep: setting(
    z.enum(["nothing", "harmless"], "is not nothing or harmless").default("nothing"),
    "TEXT_KEEP",
    "what",
    "which text may stay in the pixels: none (nothing), or scales, units, sides, technique and " +
      "other known words (harmless); VOCABULARY adds words",
  ),
  textAction: setting(
    z.enum(["hold", "redact", "review"], "is not hold, redact or review").default("hold"),
    "TEXT_ACTION",
    "what",
    "what happens to an image in which text is found: it is held back (hold), the text is made " +
      "black (redact), or it waits for a person (review)",
  ),
  review: setting(
    z.enum(["off", "on"], "is not off or on").default("off"),
    "REVIEW",
    "which",
    "whether images that rules or the search for text hold back wait for a person, who can " +
      "release them: off or on",
  ),
  reviewFourEyes: switchSetting(
    z.union([z.boolean(), z.stringbool()], "is not true or false").default(false),
    "REVIEW_FOUR_EYES",
    "a second reviewer must confirm each decision",
  ),
};

/** Which held images wait for a person; undefined if none does. */
export function reviewPolicyOf(
  { text, textAction, review }: {
    readonly text: TextPolicy["which"] | "off";
    readonly textAction: TextPolicy["action"];
    readonly review: "off" | "on";
  },
): ReviewPolicy | undefined {
  const ofRules = review === "on";
  const ofText = text !== "off" && (ofRules || textAction === "review");
  return ofText || ofRules ? { ofText, ofRules } : undefined;
}

/** The absolute path of the directory of originals that wait for a person. */
export function quarantineOf(
  { quarantine, stateDir }: { readonly quarantine?: string | undefined; readonly stateDir: string },
): string {
  return resolve(quarantine ?? join(stateDir, "quarantine"));
}
/** The settings that decide which images are searched for text, and what happens then. */
export const textSettings = ["text", "textAction", "textKeep"] as const;

/** Undefined if no image is searched for text. */
export function textPolicyOf(
  { text, textAction, textKeep }: {
    readonly text: TextPolicy["which"] | "off";
    readonly textAction: TextPolicy["action"];
    readonly textKeep: TextPolicy["keep"];
  },
): TextPolicy | undefined {
  return text === "off" ? undefined : { which: text, action: textAction, keep: textKeep };
}
