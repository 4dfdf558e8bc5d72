import { confirmationOf, type Sent, versionOf } from "./confirmations.ts";
import { type Consignment, DeliveryError } from "./destination.ts";
import type { ManifestLine, Receipt } from "../model/delivery.ts";
import { ConflictError } from "./holding.ts";
import { inParallel } from "./in_parallel.ts";
import { readManifest } from "./manifest.ts";
import { Refusals } from "./refusals.ts";

type Outcome = { readonly image: ManifestLine } & ({ readonly sent: Sent } | Fault);

interface Fault {
  readonly error: unknown;
}

/** Sends one image; returns what the target says of it, now that it has it. */
export type SendImage = (image: ManifestLine) => Promise<Sent>;

/**
 * Sends the images of a Batch, `atOnce` at a time, but for those that were confirmed before. An
 * image that the target refuses stops no other; a target that is away stops them all. Throws
 * DeliveryError, final when images were refused.
 */
export async function* eachImage(
  consignment: Consignment,
  atOnce: number,
  send: SendImage,
): AsyncGenerator<readonly Receipt[]> {
  const refusals = new Refusals();
  let fault: Fault | undefined;
  for await (const images of unconfirmed(consignment)) {
    const drawn = images.values().filter(() => fault === undefined);
    for await (const outcomes of inParallel(drawn, atOnce, (image) => attempt(image, send))) {
      const confirmed: Receipt[] = [];
      for (const outcome of outcomes) {
        if ("sent" in outcome) confirmed.push(confirmationOf(outcome.image, outcome.sent));
        else if (outcome.error instanceof ConflictError) {
          refusals.add(outcome.image, outcome.error.reason);
          confirmed.push(confirmationOf(outcome.image, { state: "other" }));
        } else if (isRefusal(outcome.error)) refusals.add(outcome.image, outcome.error.reason);
        else fault ??= outcome;
      }
      yield confirmed;
    }
    if (fault) throw fault.error;
  }
  refusals.throwIfAny();
}

/** The images that a target has not confirmed before, a bounded number at a time. */
export async function* unconfirmed(
  { folder, confirmed }: Consignment,
): AsyncGenerator<readonly ManifestLine[]> {
  for await (const images of readManifest(folder)) {
    const known = await confirmed(images.map(versionOf));
    yield images.filter(({ SOPInstanceUID }) => !known.has(SOPInstanceUID));
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
