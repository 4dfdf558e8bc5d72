import { DeliveryError } from "./destination.ts";

/** Throws what the operating system refuses at a target that is a directory: it may pass. */
export function throwAsDeliveryError(error: unknown): never {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  throw new DeliveryError(false, `the directory cannot be written (${error.code})`, 0, {
    cause: error,
  });
}
