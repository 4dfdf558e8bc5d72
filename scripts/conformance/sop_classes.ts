import { writeFile, type Written } from "../../src/cli/demo/write_explicit.ts";
import { attributeType } from "../../src/deidentify/profile/attribute_type.ts";
import { imageFacts } from "../../src/dicom/read/image_facts.ts";
import imageClasses from "../../src/dicom/read/image_classes.tsv" with { type: "text" };
import { readHeader } from "../../src/dicom/read/read_header.ts";
import * as Tag from "../../src/dicom/tag.ts";
import { recipesOf } from "../../src/pipeline/image/recipes.ts";
import { riskOf } from "../../src/pixels/risk.ts";
import { screenImage } from "../../src/screen/screen_image.ts";
import { fileInMemory } from "../../src/system/readable_file.ts";
import classes from "../storage_classes.tsv" with { type: "text" };
import { markdownTable } from "./markdown_table.ts";

const storage = "1.2.840.10008.5.1.4.1.1.";
const images = new Set(imageClasses.split("\n").map((line) => storage + line.split("\t")[0]));
const { recipes } = recipesOf(undefined);
const instanceCreationDate = 0x00080012;

/** All storage SOP classes, and how their objects are treated. */
export function sopClasses(): string {
  const rows = classes.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map(
    (line) => {
      const [uid = "", keyword = ""] = line.split("\t");
      const isTyped = attributeType(instanceCreationDate, { sopClassUID: uid, path: "" });
      return [
        `\`${keyword}\``,
        uid,
        images.has(uid) ? "required" : "",
        isSearched(uid) ? "searched" : "",
        screening(uid),
        isTyped ? "PS3.3" : "last alternative",
      ];
    },
  );
  return markdownTable(
    [
      "SOP class",
      "UID",
      "pixel data",
      "text in pixels",
      "default rules, if not searched",
      "conditional actions by",
    ],
    rows,
  );
}

/** Whether the pixels of an object that contains only its SOP class are searched for text. */
function isSearched(uid: string): boolean {
  const pixels = [[Tag.PixelData, "OB", Uint8Array.of(0, 0)]] as const;
  const header = headerOf(uid, pixels);
  return riskOf({ header, facts: imageFacts(header) }) !== undefined;
}

/** The result of the default rules for an object that contains only its SOP class. */
function screening(uid: string): string {
  const plain = verdictOn(uid, []);
  if (plain === undefined) return "";
  const declared = verdictOn(uid, [[0x00280301, "CS", "NO"]]);
  return declared === undefined
    ? `${plain}: held unless BurnedInAnnotation is NO`
    : `${plain}: held`;
}

/** The rule that holds an object back; undefined if no rule matches. */
function verdictOn(uid: string, more: readonly Written[]): string | undefined {
  const screened = screenImage(headerOf(uid, more), recipes);
  return screened.kind === "held" ? screened.rule : undefined;
}

/** An object that contains its SOP class and these elements. */
function headerOf(uid: string, more: readonly Written[]): ReturnType<typeof readHeader> {
  return readHeader(fileInMemory(writeFile(uid, "1.2.3", [[Tag.SOPClassUID, "UI", uid], ...more])));
}
