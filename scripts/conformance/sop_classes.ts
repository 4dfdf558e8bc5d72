import { attributeType } from "../../src/deidentify/attribute_type.ts";
import { writeFile, type Written } from "../../src/demo/write_explicit.ts";
import { fileInMemory } from "../../src/dicom/file_in_memory.ts";
import imageClasses from "../../src/dicom/image_classes.tsv" with { type: "text" };
import { readHeader } from "../../src/dicom/read_header.ts";
import { recipesOf } from "../../src/pipeline/recipes.ts";
import { screenImage } from "../../src/screen/screen_image.ts";
import classes from "../storage_classes.tsv" with { type: "text" };
import { markdownTable } from "./markdown_table.ts";

const storage = "1.2.840.10008.5.1.4.1.1.";
const images = new Set(imageClasses.split("\n").map((line) => storage + line.split("\t")[0]));
const { recipes } = recipesOf(undefined);
const instanceCreationDate = 0x00080012;

/** Every storage SOP class, and what becomes of its objects. */
export function sopClasses(): string {
  const rows = classes.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map(
    (line) => {
      const [uid = "", keyword = ""] = line.split("\t");
      const isTyped = attributeType(instanceCreationDate, { sopClassUID: uid, path: "" });
      return [
        `\`${keyword}\``,
        uid,
        images.has(uid) ? "required" : "",
        screening(uid),
        isTyped ? "PS3.3" : "last alternative",
      ];
    },
  );
  return markdownTable(
    ["SOP class", "UID", "pixel data", "default rules", "conditional actions by"],
    rows,
  );
}

/** What the default rules say of an object of a class that says nothing but its class. */
function screening(uid: string): string {
  const plain = verdictOn(uid, []);
  if (plain === undefined) return "";
  const declared = verdictOn(uid, [[0x00280301, "CS", "NO"]]);
  return declared === undefined
    ? `${plain}: held unless BurnedInAnnotation is NO`
    : `${plain}: held`;
}

/** The rule that holds an object; undefined where none does. */
function verdictOn(uid: string, more: readonly Written[]): string | undefined {
  const file = writeFile(uid, "1.2.3", [[0x00080016, "UI", uid], ...more]);
  const screened = screenImage(readHeader(fileInMemory(file)), recipes);
  return screened.kind === "held" ? screened.rule : undefined;
}
