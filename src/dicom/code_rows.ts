import table from "./standard_codes.tsv" with { type: "text" };

/** A code of PS3.16: its scheme, the code, and one of its meanings. */
export type CodeRow = readonly [scheme: string, code: string, meaning: string];

/**
 * Every code and meaning of the table; a SNOMED code that has an older form is a row of SRT, too.
 */
export function* codeRows(): Generator<CodeRow> {
  for (const line of table.split("\n")) {
    const [scheme = "", code = "", older = "", meaning = ""] = line.split("\t");
    if (line === "" || line.startsWith("#")) continue;
    yield [scheme, code, meaning];
    if (older !== "") yield ["SRT", older, meaning];
  }
}

const products = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const permutation = "1576283094";

/** Checks the Verhoeff digit, the last digit of every SNOMED CT identifier. */
export function hasCheckDigit(code: string): boolean {
  let [check, moved] = [0, ""];
  for (const [at, digit] of [...code].reverse().entries()) {
    moved = digit;
    for (let times = at % 8; times > 0; times--) moved = permutation[Number(moved)] ?? "";
    check = Number(products[check]?.[Number(moved)]);
  }
  return check === 0;
}
