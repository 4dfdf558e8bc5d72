import { join } from "node:path";
import type { Job } from "../model/batch.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { IntakeError } from "../model/errors.ts";
import { readManifest } from "../output/manifest.ts";
import type { CataloguePorts } from "./job_ports.ts";

/** What the catalogue is asked about the images of a Batch. */
export type CatalogueOfImages = Pick<CataloguePorts, "countStored" | "areStored">;

/**
 * Whether an output has exactly the images that the catalogue has for the Batch: each of them is in
 * the manifest once, with the same content, and its file has the size that the manifest states.
 * `hasImage` replaces the comparison with the files.
 */
export async function matchesCatalogue(
  job: Pick<Job, "id">,
  { areStored, countStored }: CatalogueOfImages,
  output: string,
  hasImage: (output: string, image: ManifestLine) => boolean | Promise<boolean> = hasFile,
): Promise<boolean> {
  const images = new Set<string>();
  try {
    for await (const some of readManifest(output)) {
      if (!await areStored(job, some)) return false;
      for (const image of some) {
        const { SOPInstanceUID } = image;
        if (images.has(SOPInstanceUID) || !await hasImage(output, image)) return false;
        images.add(SOPInstanceUID);
      }
    }
  } catch (error) {
    if (error instanceof IntakeError && error.code === "MANIFEST_DAMAGED") return false;
    throw error;
  }
  return images.size === await countStored(job);
}

async function hasFile(output: string, { path, bytes }: ManifestLine): Promise<boolean> {
  try {
    return (await Deno.stat(join(output, path))).size === bytes;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
