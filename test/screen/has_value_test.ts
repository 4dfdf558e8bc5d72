import assert from "node:assert/strict";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { parseRecipe } from "../../src/recipe/parse_recipe.ts";
import { screenHeader } from "../../src/screen/screen_image.ts";
import { headerOf, type Values } from "../support/dicom/header_of.ts";

/** Which of `present`, `empty` and `missing` an attribute is. */
function states(values: Values, keyword: string): string[] {
  const header = headerOf(values);
  return ["present", "empty", "missing"].filter((kind) => holds(header, `${kind} ${keyword}`));
}

function holds(header: ReturnType<typeof headerOf>, line: string): boolean {
  const recipe = parseRecipe("x", `FORMAT dicom\n%filter blacklist\nLABEL a\n${line}`);
  return screenHeader(header, [recipe]).kind === "hold";
}

const long = "x".repeat(3000);
const cases: readonly (readonly [keyword: string, value: Values[string], state: string])[] = [
  ["SecondaryCaptureDeviceManufacturer", "", "empty"],
  ["SecondaryCaptureDeviceManufacturer", "  ", "empty"],
  ["SecondaryCaptureDeviceManufacturer", "\0\0", "empty"],
  ["SecondaryCaptureDeviceManufacturer", "\\", "empty"],
  ["SecondaryCaptureDeviceManufacturer", " \\ ", "empty"],
  ["SecondaryCaptureDeviceManufacturer", "\t", "empty"],
  ["SecondaryCaptureDeviceManufacturer", "X", "present"],
  ["SecondaryCaptureDeviceManufacturer", "\\X", "present"],
  ["SourceImageSequence", [], "empty"],
  ["SourceImageSequence", [{}, {}], "empty"],
  ["SourceImageSequence", [{ ReferencedSOPInstanceUID: "1.2" }], "present"],
  ["ImageComments", "   ", "empty"],
  ["ImageComments", long, "present"],
  ["TextValue", long.repeat(30), "present"],
  ["Rows", "", "empty"],
  ["Rows", "0", "present"],
  ["FrameOfReferenceUID", "\0\0", "empty"],
  ["EncapsulatedDocument", "", "empty"],
  ["EncapsulatedDocument", "\0\0", "present"],
];

for (const [keyword, value, state] of cases) {
  const shown = JSON.stringify(value).slice(0, 30);
  Deno.test(`${keyword} ${shown} is ${state}, and only that`, () => {
    assert.deepEqual(states({ [keyword]: value }, keyword), [state]);
  });
}

Deno.test("an absent attribute is missing, and only that", () => {
  assert.deepEqual(states({}, "ImageComments"), ["missing"]);
  assert.deepEqual(states({}, "SourceImageSequence"), ["missing"]);
});

Deno.test("a value of padding is no value to compare", () => {
  for (const value of ["", "  ", "\0\0", "\\"]) {
    const header = headerOf({ StationName: value });
    assert.equal(holds(header, "contains StationName .*"), false);
    assert.equal(holds(header, "equals StationName .*"), false);
    assert.equal(holds(header, "notcontains StationName .*"), true);
    assert.equal(holds(header, "notequals StationName X"), true);
  }
});

Deno.test("MR images with empty secondary capture attributes leave", () => {
  const { recipes } = recipesOf(undefined);
  const captured = {
    SecondaryCaptureDeviceManufacturer: "MAKER",
    SecondaryCaptureDeviceManufacturerModelName: "MODEL",
    SecondaryCaptureDeviceSoftwareVersions: "1",
    DateOfSecondaryCapture: "20200131",
  };
  for (const padding of ["", "  ", "\\"]) {
    const empty = Object.fromEntries(Object.keys(captured).map((keyword) => [keyword, padding]));
    const others = {
      ConversionType: padding,
      EncapsulatedDocument: "",
      BurnedInAnnotation: padding,
    };
    const header = headerOf({ Modality: "MR", ...empty, ...others });
    assert.equal(screenHeader(header, recipes).kind, "pass", JSON.stringify(padding));
  }
  for (const [keyword, value] of Object.entries(captured)) {
    const header = headerOf({ Modality: "MR", [keyword]: value });
    assert.equal(screenHeader(header, recipes).kind, "hold", keyword);
  }
});
