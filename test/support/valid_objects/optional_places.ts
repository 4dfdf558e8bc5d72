import { dictionaryEntry } from "../../../src/dicom/dictionary.ts";
import { tableRows } from "../deidentify/profile_rows.ts";
import { type DataTree, fileOf, itemAt, type Place } from "./data_tree.ts";
import { dciodvfy, placeOf } from "./dciodvfy.ts";
import { sampleValues } from "./sample_values.ts";

/** What dciodvfy says of an attribute that is not part of the IOD, or that it does not know. */
const foreign =
  /^\w+ - <(\/[^>]*)> - (?:Attribute is not present in|Attribute with an even group number is not)/;
/** They say how the file is read. */
const structural = new Set([0x00080016, 0x00080018, 0x00080005]);

const rows = tableRows.flatMap(({ tag }) =>
  tag !== undefined && tag >>> 16 > 6 && !structural.has(tag) ? [tag] : []
);

/** Other rows that items of some sequences have; to try all in all items takes seconds. */
const inItems = new Set(
  ("ContextGroupLocalVersion ContextGroupVersion InstitutionAddress InstitutionalDepartmentName " +
    "InstitutionalDepartmentTypeCodeSequence PersonAddress PersonTelecomInformation " +
    "PersonTelephoneNumbers IssuerOfPatientID SeriesInstanceUID StudyInstanceUID AccessionNumber " +
    "ReasonForRequestedProcedureCodeSequence ReasonForTheRequestedProcedure RequestedProcedureID " +
    "ScheduledProcedureStepDescription ScheduledProcedureStepID DeviceDescription " +
    "SpecimenDetailedDescription SpecimenShortDescription ObservationStartDateTime PersonName " +
    "BeamDescription StationAETitle TrackingUID ContentCreatorIdentificationCodeSequence " +
    "DeviceID DeviceUID SourceManufacturer ReviewDate ReviewTime CalibrationDate Manufacturer " +
    "SegmentDescription ROIName ROIDescription DoseReferenceDescription " +
    "SetupTechniqueDescription ContributionDescription ContributionDateTime ModifyingSystem " +
    "SourceOfPreviousValues ReasonForTheAttributeModification AttributeModificationDateTime").split(
      " ",
    ),
);
const rowsInItems = tableRows.flatMap(({ tag, basic }) => {
  const isTried = tag !== undefined && (basic.includes("/") || inItems.has(keywordOf(tag)));
  return isTried ? [tag] : [];
});

/**
 * The attributes of table E.1-1 that the IOD of an object has, and the object lacks: at the top of
 * the data set, and in the items of its sequences to a depth.
 */
export async function optionalPlaces(tree: DataTree, depth: number): Promise<Place[]> {
  const candidates = itemsOf(tree, depth).flatMap((items) =>
    (items.length === 0 ? rows : rowsInItems).map((tag) => ({ items, tag })).filter((place) =>
      !itemAt(tree, place).has(place.tag)
    )
  );
  const everything = copyOf(tree);
  for (const place of candidates) itemAt(everything, place).set(place.tag, sampleOf(place.tag));
  const out = new Set(
    (await dciodvfy(fileOf(everything))).flatMap((line) => {
      const [, path] = foreign.exec(line) ?? [];
      return path ? [JSON.stringify(placeOf(path))] : [];
    }),
  );
  return candidates.filter((place) => !out.has(JSON.stringify(place)));
}

/** The data set and the first item of each sequence, to a depth. */
function itemsOf(tree: DataTree, depth: number, above: Place["items"] = []): Place["items"][] {
  if (depth === 0) return [above];
  return [
    above,
    ...[...tree].flatMap(([tag, value]) =>
      Array.isArray(value) && value[0] ? itemsOf(value[0], depth - 1, [...above, [tag, 1]]) : []
    ),
  ];
}

function copyOf(tree: DataTree): DataTree {
  return new Map([...tree].map(([tag, value]) => [
    tag,
    Array.isArray(value) ? value.map(copyOf) : value,
  ]));
}

function keywordOf(tag: number): string {
  return dictionaryEntry(tag)?.keyword ?? "";
}

function sampleOf(tag: number): Uint8Array | DataTree[] {
  if (dictionaryEntry(tag)?.vr === "SQ") return [new Map()];
  return sampleValues(tag)[0] ?? new Uint8Array(0);
}
