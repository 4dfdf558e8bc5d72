import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";

// structured reports as programs write them: measurements (TID 1500), dose (TID 10001, 10011)

export type Item = PlainElement[];

export type Code = readonly [value: string, scheme: string, meaning: string];

/** Everything in the reports that names someone holds it. */
export const mark = "ZQXJ";

export const sequence = (tag: number, ...items: Item[]): PlainElement => ({
  tag,
  vr: "SQ",
  value: items,
});

/** A coded entry. */
export const coded = (tag: number, [value, scheme, meaning]: Code): PlainElement =>
  sequence(tag, [
    ascii(0x00080100, "SH", value),
    ascii(0x00080102, "SH", scheme),
    ascii(0x00080104, "LO", meaning),
  ]);

export const item = (
  relationship: string,
  type: string,
  name: Code,
  ...more: PlainElement[]
): Item => [
  ascii(0x0040a010, "CS", relationship),
  ascii(0x0040a040, "CS", type),
  coded(0x0040a043, name),
  ...more,
];

export const contains = (...items: Item[]): PlainElement => sequence(0x0040a730, ...items);

export const container = (name: Code, template: string, ...items: Item[]): Item =>
  item(
    "CONTAINS",
    "CONTAINER",
    name,
    ascii(0x0040a050, "CS", "SEPARATE"),
    sequence(0x0040a504, [ascii(0x00080105, "CS", "DCMR"), ascii(0x0040db00, "CS", template)]),
    contains(...items),
  );

export const text = (relationship: string, name: Code, value: string): Item =>
  item(relationship, "TEXT", name, ascii(0x0040a160, "UT", value));

export const code = (relationship: string, name: Code, value: Code): Item =>
  item(relationship, "CODE", name, coded(0x0040a168, value));

export const number = (name: Code, value: string, unit: Code, ...more: PlainElement[]): Item =>
  item(
    "CONTAINS",
    "NUM",
    name,
    sequence(0x0040a300, [coded(0x004008ea, unit), ascii(0x0040a30a, "DS", value)]),
    ...more,
  );

export const uid = (relationship: string, name: Code, value: string): Item =>
  item(relationship, "UIDREF", name, ascii(0x0040a124, "UI", value));

export const person = (name: Code, value: string): Item =>
  item("HAS OBS CONTEXT", "PNAME", name, ascii(0x0040a123, "PN", value));

export const date = (name: Code, value: string): Item =>
  item("HAS OBS CONTEXT", "DATE", name, ascii(0x0040a121, "DA", value));

export const dateTime = (name: Code, value: string): Item =>
  item("HAS OBS CONTEXT", "DATETIME", name, ascii(0x0040a120, "DT", value));

export const reference = (instance: string): PlainElement =>
  sequence(0x00081199, [
    ascii(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2"),
    ascii(0x00081155, "UI", instance),
  ]);

export const dcm = (value: string, meaning: string): Code => [value, "DCM", meaning];

export const mm: Code = ["mm", "UCUM", "millimeter"];
