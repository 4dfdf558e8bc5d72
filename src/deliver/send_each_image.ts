import type { ManifestLine, Receipt, RefusedImage } from "../model/delivery.ts";
import type { RefusalCode } from "../model/errors.ts";
import { readManifest } from "../output/manifest.ts";
import { boundedMap } from "../system/bounded_map.ts";
import { ConflictError, type Delivery, DeliveryError, RefusedImagesError } from "./destination.ts";
import { outputDamaged } from "./durable_file.ts";
import { imageReceipt, type Sent, versionOf } from "./receipts.ts";

type Outcome = { readonly image: ManifestLine } & ({ readonly sent: Sent } | Fault);

interface Fault {
  readonly error: unknown;
}

/** Sends one image; resolves once the target has it. Throws DeliveryError. */
export type SendImage = (image: ManifestLine) => Promise<Sent>;

/**
 * Sends the images of a Batch, `atOnce` at a time, except for those that were confirmed before. If
 * the target refuses an image, the other images are still sent; if the target is unreachable,
 * sending ends. Throws DeliveryError, which is final if images were refused.
 */
export async function* sendEachImage(
  delivery: Delivery,
  atOnce: number,
  send: SendImage,
): AsyncGenerator<readonly Receipt[]> {
  const refusals = new Refusals();
  let fault: Fault | undefined;
  for await (const images of unconfirmed(delivery)) {
    const remaining = images.values().filter(() => fault === undefined);
    for await (const outcomes of boundedMap(remaining, atOnce, (image) => attempt(image, send))) {
      const confirmed: Receipt[] = [];
      for (const outcome of outcomes) {
        if ("sent" in outcome) confirmed.push(imageReceipt(outcome.image, outcome.sent));
        else if (outcome.error instanceof ConflictError) {
          refusals.add(outcome.image, outcome.error.reason, "CONTENT_DIFFERS");
          confirmed.push(imageReceipt(outcome.image, { state: "other" }));
        } else if (isRefusal(outcome.error)) {
          const { reason } = outcome.error;
          const isDamaged = reason === outputDamaged;
          refusals.add(outcome.image, reason, isDamaged ? "OUTPUT_DAMAGED" : "REFUSED_BY_TARGET");
        } else fault ??= outcome;
      }
      yield confirmed;
    }
    if (fault) throw fault.error;
  }
  refusals.throwIfAny();
}

/** Yields the images that the target has not confirmed before, a bounded number at a time. */
export async function* unconfirmed(
  { folder, confirmed }: Delivery,
): AsyncGenerator<readonly ManifestLine[]> {
  for await (const images of readManifest(folder)) {
    const done = await confirmed(images.map(versionOf));
    yield images.filter(({ SOPInstanceUID }) => !done.has(SOPInstanceUID));
  }
}

async function attempt(image: ManifestLine, send: SendImage): Promise<Outcome> {
  try {
    return { image, sent: await send(image) };
  } catch (error) {
    return { image, error };
  }
}

function isRefusal(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && error.isFinal;
}

const maxListed = 3;

/** Collects the images of a Batch that a target has refused. */
export class Refusals {
  readonly #images: RefusedImage[] = [];

  add(image: ManifestLine, reason: string, code: RefusalCode): void {
    this.#images.push({ image, reason, code });
  }

  /** Throws a RefusedImagesError if images were refused. */
  throwIfAny(): void {
    const images = this.#images;
    if (images.length === 0) return;
    const first = images.slice(0, maxListed)
      .map(({ image, reason }) => `${image.SOPInstanceUID}: ${reason}`);
    const more = images.length > maxListed ? "; …" : "";
    throw new RefusedImagesError(`${images.length} images: ${first.join("; ")}${more}`, images);
  }
}
