import assert from "node:assert/strict";
import type { ReviewAction } from "../../../src/model/review.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { parseRecipe } from "../../../src/recipe/parse_recipe.ts";
import { screenImage } from "../../../src/screen/screen_image.ts";
import { recipeRule } from "../../../src/web/review/recipe_rule.ts";
import { headerOf } from "../../support/dicom/header_of.ts";

const image = { modality: "US", device: "GE, device 4F2A", rows: 480, columns: 640 };
const boxes = [{ left: 5, top: 0, width: 600, height: 40 }];
const header = headerOf({
  Modality: "US",
  Manufacturer: "GE Healthcare",
  Rows: "480",
  Columns: "640",
  BurnedInAnnotation: "NO",
});

/** What the rule of a decision does to an image of the same kind. */
function verdict(action: ReviewAction, device = image.device): string {
  const text = `FORMAT dicom\n\n${recipeRule({ ...image, device }, action, boxes)}`;
  const file = "site.dicom";
  assert.deepEqual(parseRecipe(file, text).warnings, []);
  const screened = screenImage(header, recipesOf({ file, text }).recipes);
  if (screened.kind === "held") return `held ${screened.group}`;
  return screened.verdict === "blank"
    ? `blank ${JSON.stringify(screened.coordinates)}`
    : screened.verdict;
}

Deno.test("each decision as a recipe rule is valid, and decides alike about the same kind", () => {
  assert.equal(verdict("reject"), "held blacklist");
  assert.match(verdict("release"), /^keep/);
  assert.equal(
    verdict("redact"),
    'blank [{"isKept":false,"area":{"left":5,"top":0,"right":605,"bottom":40}}]',
  );
});

Deno.test("a rule is about the manufacturer if it is known, and never about other devices", () => {
  assert.match(recipeRule(image, "reject", []), /^ {2}\+ contains Manufacturer \\bGE\\b$/m);
  assert.doesNotMatch(
    recipeRule({ ...image, device: "unknown, device 4F2A" }, "reject", []),
    /contains Manufacturer/,
  );
  assert.doesNotMatch(verdict("reject", "OTHER, device 1"), /blacklist/);
  const odd = recipeRule({ ...image, device: "A.C+M|E #1, device 1" }, "reject", []);
  assert.match(odd, /Manufacturer A\\\.C\\\+M\\\|E \\x231$/m);
});
