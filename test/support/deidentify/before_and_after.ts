import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { ImageTools } from "../../../src/pipeline/image/image_tools.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { encodeFile, type PlainElement, plainEncodings } from "../dicom/encode_data_set.ts";
import { run } from "../tools.ts";

/** What matters of a NIfTI-1 file and the texts beside it. */
export interface Volume {
  readonly voxels: string;
  readonly size: string;
  readonly affine: readonly number[];
  /** By which the voxels are multiplied, and what is added (`scl_slope`, `scl_inter`). */
  readonly scale: readonly [slope: number, intercept: number];
  /** Undefined for a series without diffusion. */
  readonly bValues: string | undefined;
  readonly directions: string | undefined;
}

/** Converts a folder of DICOM files with dcm2niix; undefined if that is not one volume. */
async function convert(folder: string, to: string): Promise<Volume | undefined> {
  Deno.mkdirSync(to);
  await run("dcm2niix", ["-z", "n", "-b", "n", "-f", "x", "-o", to, folder]);
  const files = [...Deno.readDirSync(to)].map(({ name }) => name);
  if (!files.includes("x.nii")) return undefined;
  const textOf = (name: string): string | undefined =>
    files.includes(name) ? Deno.readTextFileSync(`${to}/${name}`) : undefined;
  const bytes = Deno.readFileSync(`${to}/x.nii`);
  const view = new DataView(bytes.buffer);
  return {
    voxels: createHash("sha256").update(bytes.subarray(352)).digest("hex"),
    size: bytes.subarray(40, 56).toHex(),
    scale: [view.getFloat32(112, true), view.getFloat32(116, true)],
    affine: Array.from({ length: 12 }, (_, at) => view.getFloat32(280 + 4 * at, true)),
    bValues: textOf("x.bval"),
    directions: textOf("x.bvec"),
  };
}

/** The files of a series; of elements with one tag the last counts. */
export function encoded(series: readonly (readonly PlainElement[])[]): Uint8Array[] {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  return series.map((elements) => {
    const all = new Map(elements.map((element) => [element.tag, element]));
    return encodeFile([...all.values()], explicit);
  });
}

/** Writes a series, de-identifies it, and converts both; `bytes` are those of all outputs. */
export async function beforeAndAfter(
  directory: string,
  series: readonly Uint8Array[],
  tools: ImageTools,
): Promise<{ before: Volume; after: Volume | undefined; bytes: string }> {
  const [folder, staged, output] = ["in", "staged", "out"].map((name) => `${directory}/${name}`);
  assert.ok(folder && staged && output);
  for (const name of [folder, output]) Deno.mkdirSync(name);
  let bytes = "";
  for (const [at, file] of series.entries()) {
    const path = `${at + 1}.dcm`;
    Deno.writeFileSync(`${folder}/${path}`, file);
    const entry = { number: at + 1, path, isFile: true };
    const outcome = await processImage({ folder, staged, code: "B-1", files: [] }, entry, tools);
    assert.ok(outcome.kind === "image", JSON.stringify(outcome));
    const written = Deno.readFileSync(`${staged}/${outcome.row.path}`);
    bytes += new TextDecoder("latin1").decode(written);
    Deno.writeFileSync(`${output}/${path}`, written);
  }
  const before = await convert(folder, `${directory}/nifti before`);
  assert.ok(before, "the source is a series of volumes");
  return { before, after: await convert(output, `${directory}/nifti after`), bytes };
}
