import table from "./advice.tsv" with { type: "text" };
import { withShownCommands } from "../../system/shown_command.ts";

/** What a code means and what to do: a row of `docs/troubleshooting.md`, with code spans. */
export interface Advice {
  readonly code: string;
  /** The title of the table; a code such as `GATE` has a row in two tables. */
  readonly section: string;
  /** The fragment of its address on the page `/help`. */
  readonly id: string;
  readonly meaning: string;
  /** Empty if the meaning includes it. */
  readonly remedy: string;
}

/**
 * Codes of the program and of Batches, then of files, deliveries, refused images and repairs.
 * `scripts/make_advice.ts` creates the table.
 */
export const advice: readonly Advice[] = parse(table);

/** The sections of the codes of Batches, of skipped files, and of attempts to deliver a Batch. */
export const adviceSections = {
  batch: "Commands and Batches",
  file: "Skipped files",
  attempt: "Attempts to deliver a Batch",
} as const;

/** The row of a code in a section; without a section, the first one. */
export function adviceOn(code: string, section?: string): Advice | undefined {
  return advice.find((row) => row.code === code && (!section || row.section === section));
}

function parse(text: string): Advice[] {
  const rows: Advice[] = [];
  for (const line of withShownCommands(text).trimEnd().split("\n")) {
    const [section = "", code = "", meaning = "", remedy = ""] = line.split("\t");
    const id = rows.some((row) => row.code === code) ? `${code}-${rows.length}` : code;
    rows.push({ code, section, id, meaning, remedy });
  }
  return rows;
}
