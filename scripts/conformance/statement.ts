import beyond from "../../src/deidentify/beyond_the_table.tsv" with { type: "text" };
import types from "../../src/deidentify/attribute_types.tsv" with { type: "text" };
import { optionNames, options } from "../../src/deidentify/options.ts";
import { presets } from "../../src/deidentify/presets.ts";
import { pairs } from "../../src/deidentify/together.ts";
import { profileSettings } from "../../src/profile_settings.ts";
import { settingMeta } from "../../src/setting_meta.ts";
import { actions } from "./actions.ts";
import { markdownTable } from "./markdown_table.ts";
import { sopClasses } from "./sop_classes.ts";
import { transferSyntaxes } from "./transfer_syntaxes.ts";

const linesOf = (text: string): string[] =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const typedClasses = linesOf(types).find((line) => line.startsWith("classes"))?.split("\t")[1]
  ?.split(" ").length ?? 0;

/** The conformance statement (PS3.2, PS3.15 E.1.3), from the program's tables and code. */
export function statement(): string {
  return `# Conformance statement

<!-- Written by scripts/make_conformance.ts from the program's tables and code: do not edit. -->

dicom-intake reads files of any storage SOP class from folders, de-identifies them, and writes files
(PS3.10). It creates no objects of other classes than those it reads. For receiving and sending by
DIMSE, DICOMweb and other protocols see [receive.md](receive.md) and [delivery.md](delivery.md).

## Profile

The Basic Application Level Confidentiality Profile of PS3.15 Annex E, edition 2026c, as a
de-identifier. Every output has PatientIdentityRemoved YES, DeidentificationMethod, and
DeidentificationMethodCodeSequence with the code of the profile and of each option that is on
(PS3.16 CID 7050). [de-identification.md](de-identification.md) explains what is done.

## Options

${optionTable()}

113101 (Clean Pixel Data Option) is written into outputs whose pixels a rule has blanked. 113102
(Clean Recognizable Visual Features Option) is not supported.

## Conditional actions

Of the alternatives of a conditional row (X/Z, X/D, Z/D, X/Z/D), the first is taken that the type of
the attribute allows: X for type 3; Z for types 2, 2C and 3; D for all types. Types are those of
PS3.3 2022b for ${typedClasses} SOP classes, at the top of a data set and in the items of
sequences; attributes that nearly all of these classes agree on have their type in other classes,
too. Where the type is not known, the last alternative is taken, which every type allows. A condition of types 1C and 2C is taken to hold where the source
has the attribute.

## Deviations and choices

- Z of PatientID, PatientName, AccessionNumber and StudyID: a pseudonym takes the place of the value.
- D of a sequence: its items stay, with a dummy in place of every value; UIDs in them are mapped.
- X and Z of what an IOD requires: an attribute of type 2 that the table removes is emptied, one of
  type 1 that the table removes or empties gets a dummy (PresentationCreationDate in presentation
  states).
- X/Z/U\\*: UIDs are mapped in every case, whatever the type.
- C of dates: moved by the patient's secret number of days. TM values stay.
- C of descriptions: words of a vocabulary stay; what is left with nothing is treated as in the
  basic profile.
- Several options on one attribute: cleaning wins over keeping.
- Ages of 90 years or more become 090Y, also where an option retains them.
${pairs.map(pairText).join("\n")}
- Attributes without a row: ${linesOf(beyond).length} have a decision of this program, in
  \`src/deidentify/beyond_the_table.tsv\`; others are removed if they may hold text, a UID, a date or
  bytes.
- A value that is not of the kind that its attribute holds is treated as in the basic profile.
- Private attributes are removed; \`RETAIN_SAFE_PRIVATE\` retains those of table E.3.10-1 that the
  program knows, by their creator.
- Pixel data in items of sequences are removed.

## Transfer syntaxes

Files are written in the transfer syntax that they are read in, unless the table says otherwise.

${transferSyntaxes()}

Other transfer syntaxes are skipped with code \`TRANSFER_SYNTAX\`.

## SOP classes

Objects of every SOP class are read, those of private and later classes included. "Default rules" is
the verdict on an object that says nothing but its class; Modality, ImageType and other attributes
can hold it, too ([screening.md](screening.md)). An image without pixel data is skipped.

${sopClasses()}

## Actions

The rows of table E.1-1 and what is done by each option (K keeps, C cleans; empty: as basic):
${optionNames.map((name) => `\`${options[name].column}\` ${options[name].meaning}`).join(", ")}.

${actions()}
`;
}

function optionTable(): string {
  const rows = optionNames.map((name) => [
    `\`${settingMeta.get(profileSettings[name])?.env ?? ""}\``,
    options[name].code,
    options[name].meaning,
    Object.entries(presets).filter(([, names]) => new Set<string>(names).has(name))
      .map(([preset]) => `\`${preset}\``).join(", "),
  ]);
  return markdownTable(["setting", "code", "option of PS3.15 E.3", "on in presets"], rows);
}

function pairText({ dependent, needed }: (typeof pairs)[number]): string {
  return `- ${dependent.keyword} is present only with ${needed.keyword} (PS3.3 ${dependent.clause}): it ` +
    `is removed with it; where an option keeps it, ${needed.keyword} gets a dummy.`;
}
