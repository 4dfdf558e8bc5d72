import { join } from "node:path";
import type { ImagePlace } from "../database/find_image.ts";
import { isWithin } from "../folder/is_within.ts";

/**
 * Opens a delivered image. Returns undefined if it does not exist, or if its path, with links
 * resolved, is outside of OUTPUT_BASE.
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
