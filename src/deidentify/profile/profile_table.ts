import { tagHex } from "../../dicom/dictionary.ts";
import beyond from "./beyond_the_table.tsv" with { type: "text" };
import { type Option, optionNames, options } from "./options.ts";
import table from "./profile.tsv" with { type: "text" };

/** A row of PS3.15 table E.1-1, or one of those that this program adds to it. */
export interface ProfileRow {
  readonly source: "table E.1-1" | "beyond table E.1-1";
  /**
   * `X`, `Z`, `D`, `U`, alternatives that depend on the attribute's type (`X/Z/D`), or `K`, which
   * only rows of this program have.
   */
  readonly basic: string;
  /** The action of each option instead: keep or clean. */
  readonly options: ReadonlyMap<Option, "K" | "C">;
}

const pixelDataGroup = 0x7fe00000;
const optionOfColumn = new Map(optionNames.map((name) => [options[name].column as string, name]));

const rows = new Map([
  ...parse(beyond, "beyond table E.1-1"),
  ...parse(table, "table E.1-1"),
]);

/** The row of a tag, with the repeating groups and all private attributes; most tags have none. */
export function profileRow(tag: number): ProfileRow | undefined {
  if ((tag & 0x10000) !== 0) return rows.get("private");
  const name = tagHex(tag);
  const group = name.slice(0, 2);
  if (group === "50") return rows.get("50xxxxxx");
  if (group === "7F" && tag < pixelDataGroup) return rows.get("7Fxx0010");
  return rows.get(group === "60" ? `60xx${name.slice(4)}` : name);
}

/** The tags that an option keeps as they are. */
export function tagsKeptBy(option: Option): number[] {
  return tagsWith(option, "K");
}

/** The tags whose values, or items, an option cleans. */
export function tagsCleanedBy(option: Option): number[] {
  return tagsWith(option, "C");
}

function tagsWith(option: Option, action: "K" | "C"): number[] {
  return [...rows].filter(([, row]) => row.options.get(option) === action)
    .map(([tag]) => parseInt(tag, 16)).filter((tag) => !Number.isNaN(tag));
}

function parse(text: string, source: ProfileRow["source"]): [tag: string, row: ProfileRow][] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => parseRow(line, source));
}

function parseRow(line: string, source: ProfileRow["source"]): [tag: string, row: ProfileRow] {
  const [tag = "", , basic = "", written = ""] = line.split("\t");
  const entries = written.split(" ").filter((entry) => entry !== "").map(
    (entry): [Option, "K" | "C"] => {
      const [column = "", action] = entry.split("=");
      const option = optionOfColumn.get(column);
      if (!option) throw new TypeError(`profile.tsv has an unknown column ${column}`);
      return [option, action === "K" ? "K" : "C"];
    },
  );
  return [tag, { source, basic, options: new Map(entries) }];
}
