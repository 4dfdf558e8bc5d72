import { DeliveryError } from "./destination.ts";

/** Throws an operating system error at a target directory as a DeliveryError that is not final. */
export function throwAsDeliveryError(error: unknown): never {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  throw new DeliveryError(false, `the directory cannot be written (${error.code})`, 0, {
    cause: error,
  });
}
