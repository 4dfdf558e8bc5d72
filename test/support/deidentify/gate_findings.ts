import assert from "node:assert/strict";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  type PlainEncoding,
  plainEncodings,
  somePixels,
} from "../dicom/encode_data_set.ts";
import { tempDir } from "../temp_dir.ts";
import { imageTools } from "./image_tools.ts";

/** What makes an image of elements; each may be given otherwise. */
const usual = [
  ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
  ascii(0x00080018, "UI", "2.25.4711"),
  ascii(0x0020000d, "UI", "2.25.4712"),
  ascii(0x0020000e, "UI", "2.25.4713"),
  somePixels,
];

/** How the gate is asked, where it is not as usual. */
export interface Asked {
  readonly options?: readonly Option[];
  readonly folder?: string;
  readonly encoding?: PlainEncoding;
  /** A rule of the site about headers. */
  readonly rule?: string;
}

/** What the gate says of the output of an image with these elements; empty where it may leave. */
export async function gateFindings(
  elements: readonly PlainElement[],
  { options, folder = "ST-1", encoding = plainEncodings.explicit, rule }: Asked = {},
): Promise<string> {
  using directory = tempDir();
  assert.ok(encoding);
  Deno.mkdirSync(`${directory.path}/${folder}`);
  const given = new Set(elements.map(({ tag }) => tag));
  const all = [...usual.filter(({ tag }) => !given.has(tag)), ...elements];
  Deno.writeFileSync(`${directory.path}/${folder}/x`, encodeFile(all, encoding));
  const place = { folder: `${directory.path}/${folder}`, staged: `${directory.path}/o` };
  const text = `FORMAT dicom\n%header\n${rule}\n`;
  const rules = rule === undefined ? {} : recipesOf({ file: "r", text });
  const outcome = await processImage(
    { ...place, code: "B-1", files: [] },
    { number: 1, path: "x", isFile: true },
    { ...imageTools(options), ...rules },
  );
  return outcome.kind === "image" ? "" : `${outcome.skipped.code}: ${outcome.skipped.reason}`;
}
