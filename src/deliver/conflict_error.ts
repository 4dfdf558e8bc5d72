import { DeliveryError } from "./destination.ts";

/** A target has other content under an image's name, and replacing it was not requested. */
export class ConflictError extends DeliveryError {
  constructor(reason = "it has other content under this name: see the reconcile command") {
    super(true, reason);
  }
}
