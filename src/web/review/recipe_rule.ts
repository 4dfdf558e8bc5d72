import type { Box, ReviewAction, WaitingImage } from "../../model/review.ts";

/** Groups of a recipe (docs/screening.md) that have the effect of a decision. */
const groups: Readonly<Record<ReviewAction, string>> = {
  release: "whitelist-with-text",
  redact: "graylist",
  reject: "blacklist",
};

/** The name of a manufacturer that the catalogue does not know. */
const unknown = "unknown";

/** What a recipe rule describes of an image. */
type Described = Pick<WaitingImage, "modality" | "device" | "rows" | "columns">;

/**
 * A decision as a rule of a recipe, which applies to images of the same kind. It contains only what
 * the catalogue knows: the model of the device is a pseudonym there, so the site has to add it.
 */
export function recipeRule(image: Described, action: ReviewAction, boxes: readonly Box[]): string {
  const { modality, device, rows, columns } = image;
  const [, manufacturer = unknown] = /^(.*), device /.exec(device) ?? [];
  const criteria = [
    ...(modality === "" ? [] : [`equals Modality ${literal(modality)}`]),
    ...(manufacturer === unknown ? [] : [`contains Manufacturer ${nameOf(manufacturer)}`]),
    `equals Rows ${rows}`,
    `equals Columns ${columns}`,
  ];
  const areas = action === "redact" ? boxes.map((box) => `  ${coordinatesOf(box)}`) : [];
  return [
    `%filter ${groups[action]}`,
    "",
    `LABEL ${[modality, device, `${columns} x ${rows}`].filter((part) => part !== "").join(", ")}`,
    ...criteria.map((criterion, at) => at === 0 ? `  ${criterion}` : `  + ${criterion}`),
    "  # add the model, which is not shown here: + equals ManufacturerModelName ...",
    ...areas,
    "",
  ].join("\n");
}

/** A rectangle as a line of a recipe; `right` and `bottom` are exclusive. */
function coordinatesOf({ left, top, width, height }: Box): string {
  return `coordinates ${left},${top},${left + width},${top + height}`;
}

/** A short name is looked for as a word: GE is part of others. */
function nameOf(manufacturer: string): string {
  const name = literal(manufacturer);
  return manufacturer.length > 3 ? name : String.raw`\b${name}\b`;
}

/** A text as a regular expression that matches it. */
function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll("#", String.raw`\x23`);
}
