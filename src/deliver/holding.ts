import { DeliveryError } from "./destination.ts";

/** A target has something else under an image's name, and nobody asked to replace it. */
export class ConflictError extends DeliveryError {
  constructor(reason = "it has other content under this name: see reconcile") {
    super(true, reason);
  }
}
