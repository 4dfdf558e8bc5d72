import Table from "cli-table3";

/** Formats rows as a table for a terminal, with a header and without lines between rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const chars = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
  const formatted = new Table({ head: [...head], chars, style: { head: [], border: [] } });
  formatted.push(...rows.map((row) => [...row]));
  return `${formatted.toString()}\n`;
}
