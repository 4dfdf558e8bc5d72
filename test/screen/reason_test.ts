import assert from "node:assert/strict";
import { parseRecipe } from "../../src/recipe/parse_recipe.ts";
import { screenImage } from "../../src/screen/screen_image.ts";
import { headerOf, type Values } from "../support/dicom/header_of.ts";

/** The reason why an image is held back by a rule of these lines. */
function reason(values: Values, ...lines: string[]): string {
  const text = ["FORMAT dicom", "%filter blacklist", "LABEL a", ...lines].join("\n");
  const screened = screenImage(headerOf(values), [parseRecipe("x", text)]);
  assert.ok(screened.kind === "held", "held back");
  return screened.why;
}

const jane = {
  Modality: "JANE",
  SeriesDescription: "Jane Doe",
  ImageType: "ORIGINAL\\JANE\\LABEL",
  SOPClassUID: "1.2.3.4.5",
  PatientComments: "",
};

Deno.test("a reason names attributes and what rules found, never a value that is not a defined term", () => {
  for (
    const [line, why] of [
      ["equals Modality JANE", "Modality is not a defined term"],
      ["notequals Modality CT", "Modality is not a defined term"],
      ["contains SeriesDescription jane", "SeriesDescription matches the rule"],
      ["notcontains SeriesDescription max", "SeriesDescription does not match the rule"],
      ["contains ImageType JANE", "ImageType is not a defined term"],
      ["contains ImageType LABEL", "ImageType LABEL"],
      ["notequals ImageType AXIAL", "ImageType ORIGINAL, LABEL and others"],
      ["contains SOPClassUID ^1.2.3", "SOPClassUID is not a defined term"],
      ["present SeriesDescription", "SeriesDescription is present"],
      ["missing PatientID", "PatientID is absent"],
      ["notequals PatientID 7", "PatientID is absent"],
      ["empty PatientComments", "PatientComments is empty"],
      ["missing (0009,1001)", "(0009,1001) is absent"],
      [
        "contains ImageType LABEL + present Modality",
        "ImageType LABEL, Modality is not a defined term",
      ],
      ["contains ImageType LABEL + contains ImageType ORIG", "ImageType LABEL, ImageType ORIGINAL"],
      ["missing Modality || present SeriesDescription", "SeriesDescription is present"],
    ] as const
  ) assert.equal(reason(jane, line), why, line);
});

Deno.test("the class in the file meta group is named only where it differs", () => {
  const recipe = parseRecipe(
    "x",
    "FORMAT dicom\n%filter blacklist\nLABEL a\nmissing PatientID\n" +
      "+ present SOPClassUID\n+ present MediaStorageSOPClassUID",
  );
  const [ct, us] = ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.6.1"];
  const why = (meta: string): string => {
    const header = headerOf({ SOPClassUID: ct }, { MediaStorageSOPClassUID: meta });
    const screened = screenImage(header, [recipe]);
    return screened.kind === "held" ? screened.why : "";
  };
  assert.equal(why(ct), "PatientID is absent, SOPClassUID CTImageStorage");
  const both = "SOPClassUID CTImageStorage, MediaStorageSOPClassUID UltrasoundImageStorage";
  assert.equal(why(us), `PatientID is absent, ${both}`);
});

Deno.test("a reason is that of the check that holds", () => {
  const why = reason(jane, "equals Modality US", "missing PatientID", "+ empty PatientComments");
  assert.equal(why, "PatientID is absent, PatientComments is empty");
});

Deno.test("a rule of a group of another name that has no criteria applies to every image", () => {
  const text = "FORMAT dicom\n%filter dangerous\nLABEL a\nkeepcoordinates 0,0,1,1";
  const screened = screenImage(headerOf(jane), [parseRecipe("x", text)]);
  assert.ok(screened.kind === "held");
  assert.equal(screened.why, "the rule applies to every image");
});
