import { DeliveryError } from "./destination.ts";

/** What a target has of an image: it, another one in its place, or nothing. */
export type StoredContent = "same" | "other" | "missing";

/** A target has something else under an image's name, and nobody asked to replace it. */
export class ConflictError extends DeliveryError {
  constructor(reason = "it has other content under this name: see reconcile") {
    super(true, reason);
  }
}
