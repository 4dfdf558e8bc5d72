import table from "./standard_codes.tsv" with { type: "text" };

/** A code of PS3.16: its scheme, the code, and one of its meanings. */
export type CodeRow = readonly [scheme: string, code: string, meaning: string];

/** Every code and meaning of the table; a SNOMED code that has an older form is a row of SRT, too. */
export function* codeRows(): Generator<CodeRow> {
  for (const line of table.split("\n")) {
    const [scheme = "", code = "", older = "", meaning = ""] = line.split("\t");
    if (line === "" || line.startsWith("#")) continue;
    yield [scheme, code, meaning];
    if (older !== "") yield ["SRT", older, meaning];
  }
}
