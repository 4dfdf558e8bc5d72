import { z } from "zod";
import {
  PrivateSurvey,
  type UnknownPrivateElement,
} from "../../deidentify/private/private_survey.ts";
import { privateTableOf } from "../../deidentify/profile/private_table.ts";
import { defineCommand, flag, sourceOperand } from "../command.ts";
import { imagesOf } from "../images_of.ts";
import { readPrivateRows } from "../site_files.ts";
import { table } from "../table.ts";

/**
 * `private`: lists the private elements of a folder that no table declares safe, without values.
 */
export const privateElements = defineCommand({
  name: "private",
  summary:
    "List the private elements of a folder that are not known to be safe, without their values.",
  operands: "<folder>",
  examples: [
    [
      "private /data/ST-1",
      "lists unknown private elements, without their values",
    ],
    [
      "private --tsv /data/ST-1",
      "prints lines for a file of SAFE_PRIVATE_ROWS",
    ],
  ],
  settings: ["safePrivateRows"],
  flags: {
    json: flag(z.boolean().default(false), "json", "print JSON"),
    tsv: flag(
      z.boolean().default(false),
      "tsv",
      "print commented-out lines for SAFE_PRIVATE_ROWS; remove the # from elements that you " +
        "know to be safe",
    ),
  },
  run({ settings, flags, operands }, { stdout }): Promise<number> {
    const folder = sourceOperand(operands, "private");
    const survey = new PrivateSurvey(privateTableOf(readPrivateRows(settings.safePrivateRows)));
    const images = [...imagesOf(folder, ({ header }) => survey.add(header))];
    const files = images.filter(({ isFile }) => isFile).length;
    const read = images.filter((image) => "result" in image).length;
    const { unknown } = survey;
    if (flags.json) stdout(`${JSON.stringify(unknown, null, 2)}\n`);
    else if (flags.tsv) stdout(unknown.map(tsvLine).join(""));
    else stdout(`${format(unknown)}images read: ${read}, other files: ${files - read}\n`);
    return Promise.resolve(0);
  },
});

function creatorOf({ creator }: UnknownPrivateElement): string {
  if (creator === undefined) return "(contains a name of the patient)";
  return creator === "" ? "(no creator)" : creator;
}

/** The element as a commented-out row; empty without a private creator, which every row needs. */
function tsvLine(element: UnknownPrivateElement): string {
  if (!element.creator) return "";
  const { tag, creator, vr, name, images } = element;
  return `# ${tag}\t${creator}\t${vr}\t\t${images} images\t${name}\n`;
}

function format(unknown: readonly UnknownPrivateElement[]): string {
  const rows = unknown.map((one) => [
    one.tag,
    creatorOf(one),
    one.vr,
    one.name,
    String(one.images),
    String(one.elements),
  ]);
  return table(["element", "creator", "VR", "name", "images", "elements"], rows);
}
