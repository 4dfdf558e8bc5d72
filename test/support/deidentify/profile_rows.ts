import table from "../../deidentify/profile/ps3.15-table-e.1-1.tsv" with { type: "text" };

/** A row of the reference copy of PS3.15 table E.1-1, edition 2026c. */
export interface TableRow {
  /** Undefined for repeating groups and private attributes. */
  readonly tag: number | undefined;
  readonly written: string;
  readonly basic: string;
  /** By the program's names of the options: `K`, `C`. */
  readonly options: Readonly<Record<string, string>>;
}

/** The columns of the reference, and the switch that each of them is. */
export const optionColumns = [
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

export const tableRows: readonly TableRow[] = table.split("\n").slice(1)
  .filter((line) => line.trim() !== "").map((line) => {
    const [written = "", , , basic = "", ...cells] = line.split("\t").map((cell) => cell.trim());
    const hex = /^\(([0-9A-F]{4}),([0-9A-F]{4})\)$/.exec(written);
    return {
      tag: hex ? parseInt(`${hex[1]}${hex[2]}`, 16) : undefined,
      written,
      basic,
      options: Object.fromEntries(optionColumns.map((column, at) => [column, cells[at] ?? ""])),
    };
  });
