/**
 * Creates src/web/help/advice.tsv from docs/troubleshooting.md: the section, code, meaning and
 * remedy of each row. The page of the program cannot read documents.
 */
const source = new URL("../docs/troubleshooting.md", import.meta.url);
const target = new URL("../src/web/help/advice.tsv", import.meta.url);

/** The rows of the tables of codes, with tabs between the cells. */
export function adviceTable(markdown: string): string {
  const rows = [];
  let section = "";
  for (const line of markdown.split("\n")) {
    if (line.startsWith("## ")) section = line.slice(3).trim();
    const [, code, meaning, remedy = ""] =
      /^\| `([A-Z_]+)` +\| (.+?) +\|(?: (.+?) +\|)?$/.exec(line) ?? [];
    if (code && meaning) rows.push([section, code, meaning, remedy].map(plain).join("\t"));
  }
  return `${rows.join("\n")}\n`;
}

/** Without links, because their targets are documents; code spans stay. */
function plain(cell: string): string {
  return cell.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1").replaceAll("\\|", "|");
}

if (import.meta.main) Deno.writeTextFileSync(target, adviceTable(Deno.readTextFileSync(source)));
