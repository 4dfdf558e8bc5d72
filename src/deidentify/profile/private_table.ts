import { tagHex } from "../../dicom/dictionary.ts";
import { binarySize } from "../../dicom/text/decode_numbers.ts";
import type { SiteText } from "../../model/batch.ts";
import { IntakeError } from "../../model/errors.ts";
import standard from "./safe_private.tsv" with { type: "text" };

/** A row for a private element that is safe to release. */
export interface PrivateRow {
  /** As in the table: one VR, `OW/OB`, or empty. */
  readonly vr: string;
  readonly source: "table E.3.10-1" | "site";
}

type Rows = ReadonlyMap<string, PrivateRow>;

const rowPattern = /^\(([0-9a-f]{3}[13579bdf]),xx([0-9a-f]{2})\)$/i;
const refused = new Set(["PN", "AE", "UR"]);

/** The rows of PS3.15 table E.3.10-1 and those of the site. */
export class PrivateTable {
  #read: { readonly rows: Rows; readonly creators: ReadonlySet<string> } | undefined;

  constructor(readonly site: Rows = new Map()) {}

  /** The row of a private element, in any block that its creator reserves (PS3.5 7.8.1). */
  find(creator: string, tag: number): PrivateRow | undefined {
    const { rows, creators } = this.#all;
    if (!creators.has(creator)) return undefined;
    const name = tagHex(tag);
    return rows.get(`${name.slice(0, 4)}${name.slice(6)} ${creator}`);
  }

  hasCreator(creator: string): boolean {
    return this.#all.creators.has(creator);
  }

  /** Parsed when it is needed: without the option, no table is. */
  get #all(): { readonly rows: Rows; readonly creators: ReadonlySet<string> } {
    if (this.#read) return this.#read;
    const rows = new Map([...this.site, ...standardRows()]);
    const creators = new Set([...rows.keys()].map((key) => key.slice(key.indexOf(" ") + 1)));
    return this.#read = { rows, creators };
  }
}

/**
 * The rows of a site: lines of tag, creator, VR and optionally VM with tabs between them, as in
 * table E.3.10-1: `(2005,xx10)⇥Philips MR Imaging DD 001⇥FL`. Empty lines, and lines that begin
 * with `#`, are skipped. Throws IntakeError SETTINGS with the number of the line.
 */
export function siteRows({ file, text }: SiteText): Rows {
  const lines = text.split(/\r?\n/).map((line, at) => [line, at + 1] as const)
    .filter(([line]) => line.trim() !== "" && !line.startsWith("#") && !/^tag\t/i.test(line));
  return new Map(lines.map(([line, number]) => {
    const [key, vr] = readRow(line);
    if (key && vr !== undefined && isStandardVR(vr) && !refused.has(vr)) {
      return [key, { vr, source: "site" }];
    }
    throw new IntakeError(
      "SETTINGS",
      `${file}:${number} is not a row of private elements`,
      "write tag, creator and VR with tabs between them, as in (2005,xx10)\\tCREATOR\\tFL; " +
        "VRs of names and addresses (PN, AE, UR) are refused",
    );
  }));
}

/** The standard's rows and, if there are any, a site's. Throws IntakeError SETTINGS. */
export function privateTableOf(rows: SiteText | undefined): PrivateTable {
  return new PrivateTable(rows && siteRows(rows));
}

let parsed: Rows | undefined;

function standardRows(): Rows {
  return parsed ??= new Map(
    standard.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const [key = "", vr = ""] = readRow(line);
        return [key, { vr, source: "table E.3.10-1" }];
      }),
  );
}

function readRow(line: string): [key: string | undefined, vr: string | undefined] {
  const [tag = "", creator = "", vr] = line.split("\t").map((cell) => cell.trim());
  const [, group, element] = rowPattern.exec(tag) ?? [];
  const isComplete = group !== undefined && element !== undefined && creator !== "";
  return [isComplete ? `${(group + element).toUpperCase()} ${creator}` : undefined, vr];
}

/** How a value of a VR is treated in a private element. */
export type VRKind =
  | "sequence"
  | "uid"
  | "number"
  | "decimal"
  | "text"
  | "bytes"
  | "date"
  | "age"
  | "address";

const kinds: Readonly<Record<string, VRKind>> = {
  SQ: "sequence",
  UI: "uid",
  DS: "decimal",
  IS: "decimal",
  AS: "age",
  CS: "text",
  LO: "text",
  LT: "text",
  SH: "text",
  ST: "text",
  UC: "text",
  UT: "text",
  OB: "bytes",
  OD: "bytes",
  OF: "bytes",
  OL: "bytes",
  OV: "bytes",
  OW: "bytes",
  DA: "date",
  DT: "date",
  TM: "date",
  PN: "address",
  AE: "address",
  UR: "address",
};

/** The kind of a VR; undefined for `UN` and for a text that is not a VR. */
export function vrKind(vr: string): VRKind | undefined {
  return binarySize(vr) === undefined ? kinds[vr] : "number";
}

/** Whether a text is a VR of PS3.5 6.2 with a known format of values, so not `UN`. */
function isStandardVR(vr: string): boolean {
  return vrKind(vr) !== undefined;
}
