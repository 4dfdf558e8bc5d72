import { DeliveryError } from "./destination.ts";

/**
 * A target directory that is not there may be a share that is not mounted: nothing is made in its
 * place, where it would fill another disk. Throws DeliveryError, and what else the system says.
 */
export async function requireDirectory(directory: string): Promise<void> {
  try {
    if ((await Deno.stat(directory)).isDirectory) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new DeliveryError(false, "the directory is not there: make it, or mount it");
}
