import { DeliveryError } from "./destination.ts";

/** A target has different content under an image's name, and replacing it was not requested. */
export class ConflictError extends DeliveryError {
  constructor(reason = "it has different content under this name: see deno task reconcile") {
    super(true, reason);
  }
}
