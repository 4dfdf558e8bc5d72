import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import type { TextPolicy } from "../../model/batch.ts";
import type { FoundBox, FoundText } from "../../model/found_text.ts";
import { type Area, areasOf, spansByRow } from "../../pixels/redact/redact_pixels.ts";
import { riskOf, statesText } from "../../pixels/risk.ts";
import type { BlankSpans } from "../../pixels/text/frame_pictures.ts";
import type { Recipe, Rectangle } from "../../recipe/recipe.ts";
import { type Held, type Ruled, screenImage } from "../../screen/screen_image.ts";
import type { Recipes } from "./recipes.ts";
import { screenAndRedact, type ScreenedImage, textGroup } from "./screen_and_redact.ts";
import { describeKinds, type KindOfText } from "./text_kinds.ts";

/** An image that must be inspected before it is decided whether it may leave. */
export interface NeedsInspection {
  readonly kind: "inspect";
  /** In DICOM terms. */
  readonly reason: string;
  /** The pixels that a rule of the site redacts. */
  readonly blank: BlankSpans;
  /** What the rules say; text that is found comes in addition. */
  readonly ruled: () => ScreenedImage;
}

/** The result of an inspection. */
export interface InspectedText extends Pick<NeedsInspection, "reason"> {
  /** The reason if the pixels could not be inspected. */
  readonly found: FoundText | string;
  /** Says of what kind a text in this image is. */
  readonly kindOf: KindOfText;
}

type Rules = Pick<Recipes, "recipes"> & Partial<Pick<Recipes, "inspectedRecipes">>;

/**
 * Screens an image that may have to be inspected. The default rules do not decide about images that
 * are inspected, except those that no search for text can answer.
 */
export function screenForText(
  image: ImageHeader,
  { recipes, inspectedRecipes = recipes }: Rules,
  policy: TextPolicy | undefined,
): ScreenedImage | NeedsInspection {
  const reason = policy && reasonToInspect(image, policy);
  if (reason === undefined) return screenAndRedact(image, recipes);
  const ruled = screenImage(image.header, inspectedRecipes);
  const isDecided = ruled.kind === "held" || mayShowText(ruled);
  const decide = (): ScreenedImage => screenAndRedact(image, inspectedRecipes);
  return isDecided
    ? decide()
    : { kind: "inspect", reason, blank: blankSpans(image, ruled), ruled: decide };
}

/** Why an image must be inspected; undefined if it need not be. */
function reasonToInspect(image: ImageHeader, { which }: TextPolicy): string | undefined {
  return riskOf(image) ?? (which === "all" ? "TEXT=all" : undefined);
}

/** A group such as `whitelist-with-text` says that its images may show text. */
function mayShowText({ verdict, group }: Ruled): boolean {
  return verdict === "keep" && /with[-_ ]?text/i.test(group ?? "");
}

function blankSpans(image: ImageHeader, ruled: Ruled): BlankSpans {
  const areas = blankAreas(image, ruled);
  return areas.length === 0 ? [] : spansByRow(image.facts.pixels.rows ?? 0, areas);
}

function blankAreas({ header, facts }: ImageHeader, ruled: Ruled): readonly Area[] {
  if (ruled.verdict !== "blank") return [];
  const { rows = 0, columns = 0 } = facts.pixels;
  const areas = areasOf(header, ruled.coordinates, { rows, columns });
  return typeof areas === "string" ? [] : areas;
}

/** The areas that a rule would redact. */
function ruledAreas(image: ImageHeader, recipes: readonly Recipe[]): readonly Rectangle[] {
  const ruled = screenImage(image.header, recipes);
  return ruled.kind === "held" ? [] : blankAreas(image, ruled).filter(({ isKept }) => !isKept);
}

/** Decides about an inspected image. */
export function screenInspected(
  image: ImageHeader,
  { reason, found }: InspectedText,
  { recipes, inspectedRecipes = recipes }: Rules,
  policy: TextPolicy,
): ScreenedImage {
  const because = `inspected because of ${reason}`;
  if (typeof found === "string") {
    return heldForText("pixels not inspected", `text cannot be ruled out: ${found} (${because})`);
  }
  const boxes = unwantedText(found, policy);
  if (boxes.length > 0 && policy.action !== "redact") {
    const held = heldForText(
      "text in the pixels",
      `text was found in its pixels: ${describeBoxes(boxes)} (${because})`,
    );
    return { ...held, areas: [ruledAreas(image, inspectedRecipes), boxes].flat() };
  }
  const screened = screenAndRedact(image, inspectedRecipes, boxes);
  const isAnswered = screened.kind === "held" || screened.redaction ||
    screened.screening.verdict === "keep";
  if (isAnswered || !statesText(image)) return screened;
  return heldForText(
    "stated text not found",
    "BurnedInAnnotation says that its pixels show text, but none was found that must not stay",
  );
}

/** Decides about an image whose output was inspected; undefined if it may leave. */
export function screenOutput(found: FoundText | string, policy: TextPolicy): Held | undefined {
  if (typeof found === "string") {
    return heldForText("output not inspected", `its output cannot be inspected for text: ${found}`);
  }
  if (found.overlays > 0) {
    return heldForText(
      "text in an overlay",
      `text was found in ${counted(found.overlays, "overlay")} that a rule keeps`,
    );
  }
  const boxes = unwantedText(found, policy);
  if (boxes.length === 0) return undefined;
  return heldForText(
    "text after redaction",
    `text was still found after its pixels were redacted: ${describeBoxes(boxes)}`,
  );
}

/** The text that must not stay in the pixels. */
export function unwantedText({ boxes }: FoundText, { keep }: TextPolicy): readonly FoundBox[] {
  return keep === "nothing" ? boxes : boxes.filter(({ kind }) => kind !== "harmless");
}

/** Without the words: they can be patient data. */
function describeBoxes(boxes: readonly FoundBox[]): string {
  const kinds = boxes.flatMap(({ kind }) => kind ?? []);
  const count = counted(boxes.length, "rectangle");
  return kinds.length === 0 ? count : `${count} with ${describeKinds(kinds)}`;
}

function heldForText(rule: string, why: string): Held {
  return { kind: "held", group: textGroup, rule, why };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
