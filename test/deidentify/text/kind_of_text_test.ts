import assert from "node:assert/strict";
import { kindOfText } from "../../../src/deidentify/text/kind_of_text.ts";
import type { TextKind } from "../../../src/model/text_kind.ts";
import { OwnWordCollector } from "../../../src/deidentify/text/own_words.ts";

const own = new OwnWordCollector();
own.addName("MILLER^JOHN^A");
own.addName("Schäfer^Jörg");
own.addName("Li^Wei");
own.addIdentifier("4711023");
own.addIdentifier("A73921");
own.addPlaceName("St. Mary's Hospital");

function assertKind(
  kind: TextKind,
  texts: readonly string[],
  siteWords: ReadonlySet<string> = new Set(),
): void {
  const others = texts.map((text) => [text, kindOfText(text, own, siteWords)])
    .filter(([, found]) => found !== kind);
  assert.deepEqual(others, []);
}

Deno.test("what a recogniser reads of a person's name is a name, with its usual errors", () => {
  const read = (
    "MILLER JOHN|Miller, J.|M1LLER|MILLERJOHN|Mi11er|Smith/Miller|MLLER JOHN|SCHAFER|" +
    "Schaefer Jörg|Schäfcr J0rg|LI WEI|Name: Li"
  ).split("|");
  assertKind("name", read);
});

Deno.test("an identifier is found with letters that resemble its digits, and in groups", () => {
  const read = (
    "ID 4711023|4711O23|471 1023|47l1023|A7392l|PAT-A73921"
  ).split("|");
  assertKind("identifier", read);
});

Deno.test("the institution of the header is a place", () => {
  assertKind("place", ["St. Mary's Hospital", "ST MARYS HOSPITAL", "5t.Mary's Hospita1"]);
});

Deno.test("dates and times have many forms", () => {
  const read = (
    "12.03.1957|1957-03-12|12/03/57|3/12/2024|12 MAR 1957|12. Mai 57|Dez 2023|" +
    "19570312|12031957|20240312101500|1957|10:32:05|10:32|12/O3/2024|DOB 01.02.57|" +
    "昭和32年3月12日|57年"
  ).split("|");
  assertKind("date", read);
});

Deno.test("scales, units, sides, technique and makers are harmless", () => {
  const read = (
    "5 cm|FR 32Hz|MI 1.2|TIs 0.4|Gain 60%|120 kV|LEFT|2D 55%|L12-5 50mm|W 400 L 40|" +
    "PORTABLE|AP SUPINE|RCC|LMLO|R-MLO|10.0 mm|Zoom 1.5x|L|R|0|5|10|120|0 5 10 15 20|" +
    "Philips|SIEMENS|GE Healthcare|72 bpm|3 mA|TIB 0.2 MI 0.9|C5-1|15cm|Map 4|" +
    "80 kVp 3 mAs|Vmax 1.2 m/s|PG 3.4 mmHg|Dist 1.23 cm|A4C|LV|4 MHz|-20 dB|liver|" +
    "Thorax AP"
  ).split("|");
  assertKind("harmless", read);
});

Deno.test("what is not known is not harmless: names that the header lacks, numbers, other words", () => {
  const read = (
    "Garcia Maria|ROSSI|Wang|Lee|Ma|Li7|Gray|Kohler|山田太郎|Taylor-Smith R|12345678|" +
    "MRN123456|471 103 334|12 99 56 78|1234|KLINIKUM NORD|Dr. Rossi|Gain Rossi|" +
    "L 12345|+V|Uniklinik"
  ).split("|");
  assertKind("other", read);
});

Deno.test("words that the site added to its vocabulary are harmless", () => {
  assertKind("other", ["EagleView 5 cm"]);
  assertKind("harmless", ["EagleView 5 cm"], new Set(["eagleview"]));
});
