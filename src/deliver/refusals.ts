import { DeliveryError } from "./destination.ts";
import type { ManifestLine } from "../model/delivery.ts";

const shown = 3;

/** The images of a Batch that a target has refused: they stop no other. */
export class Refusals {
  readonly #first: string[] = [];
  #count = 0;

  add({ SOPInstanceUID }: ManifestLine, reason: string): void {
    this.#count++;
    if (this.#first.length < shown) this.#first.push(`${SOPInstanceUID}: ${reason}`);
  }

  /** Throws a final DeliveryError when there are any. */
  throwIfAny(): void {
    if (this.#count === 0) return;
    const more = this.#count > shown ? "; …" : "";
    throw new DeliveryError(true, `${this.#count} images: ${this.#first.join("; ")}${more}`);
  }
}
