import { join } from "node:path";
import type { ImagePlace } from "../database/find_image.ts";
import { isWithin } from "../folder/is_within.ts";

/**
 * Opens a delivered image. The names come from the database, and still lead nowhere but below
 * OUTPUT_BASE, links followed; undefined when nothing is there, or elsewhere.
 */
export async function openImage(
  outputBase: string,
  { code, study, series, instance }: ImagePlace,
): Promise<Deno.FsFile | undefined> {
  const path = join(outputBase, code, study, series, `${instance}.dcm`);
  try {
    if (!isWithin(path, outputBase)) return undefined;
    return await Deno.open(path, { read: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
