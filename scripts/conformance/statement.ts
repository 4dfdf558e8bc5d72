import { profileSettings } from "../../src/cli/profile_settings.ts";
import { settingMeta } from "../../src/cli/setting_meta.ts";
import types from "../../src/deidentify/profile/attribute_types.tsv" with { type: "text" };
import beyond from "../../src/deidentify/profile/beyond_the_table.tsv" with { type: "text" };
import { optionNames, options, presets } from "../../src/deidentify/profile/options.ts";
import { pairs } from "../../src/deidentify/profile/profile.ts";
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
  return [introduction(), conditionalActions(), deviations(), objects(), actionTable()].join(
    "\n\n",
  ) +
    "\n";
}

function introduction(): string {
  return `# Conformance statement

<!-- Written by scripts/make_conformance.ts from the program's tables and code: do not edit. -->

dicom-intake reads files of any storage SOP class from folders, de-identifies them, and writes files
(PS3.10). An output has the same SOP class as its input. For receiving and sending by DIMSE,
DICOMweb and other protocols, see [receive.md](receive.md) and [delivery.md](delivery.md).

## Profile

The program is a de-identifier that implements the Basic Application Level Confidentiality Profile
of PS3.15 Annex E, edition 2026c. Every output has PatientIdentityRemoved YES,
DeidentificationMethod, and DeidentificationMethodCodeSequence with the code of the profile and of
each option that is on (PS3.16 CID 7050). [de-identification.md](de-identification.md) explains how
each attribute is treated.

## Options

${optionTable()}

113101 (Clean Pixel Data Option, PS3.15 E.3.1) is not a setting: it is written into each output
whose pixels a rule has redacted, and its BurnedInAnnotation is NO. What burned-in text is removed
depends on the rules ([screening.md](screening.md)). 113102 (Clean Recognizable Visual Features
Option) is not supported.`;
}

function conditionalActions(): string {
  return `## Conditional actions

A conditional row (X/Z, X/D, Z/D, X/Z/D) lists alternative actions. The program uses the first one
that the type of the attribute allows: X for type 3; Z for types 2, 2C and 3; D for all types. The
types come from PS3.3 2022b for ${typedClasses} SOP classes, at the top level of a data set and in
the items of sequences. If nearly all of these classes give an attribute the same type, this type is
also used in other classes. If the type is not known, the program uses the last alternative, which
every type allows. The condition of a type 1C or 2C attribute counts as met if the source has the
attribute.`;
}

function deviations(): string {
  return `## Deviations and choices

- Z of PatientID, PatientName, AccessionNumber and StudyID: a pseudonym replaces the value.
- D of a sequence: its items are kept; a dummy value replaces every value in them, and UIDs are
  replaced by pseudonyms.
- X and Z of attributes that an IOD requires: if the table removes an attribute of type 2, it is
  emptied; if the table removes or empties an attribute of type 1, it gets a dummy value
  (PresentationCreationDate in presentation states).
- X/Z/U\\*: UIDs are always replaced by pseudonyms, regardless of the type.
- C of dates: they are moved by the patient's secret number of days. TM values do not change.
- C of descriptions: words of a vocabulary are kept; if no word is left, the action of the basic
  profile applies.
- If one option keeps an attribute and another option cleans it, the attribute is cleaned.
- Ages of 90 years or more become 090Y, even if an option retains them.
${pairs.map(pairText).join("\n")}
- Attributes without a row: ${linesOf(beyond).length} have an action that this program defines in
  \`src/deidentify/profile/beyond_the_table.tsv\`; others are removed if they may contain text, a
  UID, a date or bytes.
- A value that does not match its attribute gets the action of the basic profile.
- Private attributes are removed; \`RETAIN_SAFE_PRIVATE\` retains those of table E.3.10-1 that the
  program knows, by their creator.
- Pixel data in the items of a sequence are removed.`;
}

function objects(): string {
  return `## Transfer syntaxes

A file is written in the transfer syntax of its source, unless the table says otherwise.

${transferSyntaxes()}

Other transfer syntaxes are skipped with code \`TRANSFER_SYNTAX\`.

## SOP classes

The program reads objects of every SOP class, including private and future classes. The column
"default rules" shows the verdict if only the SOP class is considered; Modality, ImageType and other
attributes can also cause an object to be held back ([screening.md](screening.md)). An image without
pixel data is skipped.

${sopClasses()}`;
}

function actionTable(): string {
  return `## Actions

The table lists the rows of table E.1-1, and the action of each option (K keeps, C cleans; empty:
the same as basic). The columns are:
${optionNames.map((name) => `\`${options[name].column}\` ${options[name].meaning}`).join(", ")}.

${actions()}`;
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
  return `- ${dependent.keyword} is present only with ${needed.keyword} ` +
    `(PS3.3 ${dependent.clause}): it is removed with it. ` +
    `If an option keeps it, ${needed.keyword} gets a dummy value.`;
}
