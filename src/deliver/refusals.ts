import { DeliveryError } from "./destination.ts";
import type { ManifestLine } from "../model/delivery.ts";

const maxListed = 3;

/** Collects the images of a Batch that a target has refused. */
export class Refusals {
  readonly #first: string[] = [];
  #count = 0;

  add({ SOPInstanceUID }: ManifestLine, reason: string): void {
    this.#count++;
    if (this.#first.length < maxListed) this.#first.push(`${SOPInstanceUID}: ${reason}`);
  }

  /** Throws a final DeliveryError if images were refused. */
  throwIfAny(): void {
    if (this.#count === 0) return;
    const more = this.#count > maxListed ? "; …" : "";
    throw new DeliveryError(true, `${this.#count} images: ${this.#first.join("; ")}${more}`);
  }
}
