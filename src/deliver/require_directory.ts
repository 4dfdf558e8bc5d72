import { DeliveryError } from "./destination.ts";

/**
 * Requires that a target directory exists. A missing one is not created: it may be an unmounted
 * share, and the files would fill another disk. Throws DeliveryError, and the operating system's
 * error.
 */
export async function requireDirectory(directory: string): Promise<void> {
  try {
    if ((await Deno.stat(directory)).isDirectory) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new DeliveryError(false, "the directory does not exist: create or mount it");
}
