import { confirmationOf } from "./confirmations.ts";
import { type Confirmation, type Consignment, DeliveryError } from "./destination.ts";
import { ConflictError } from "./holding.ts";
import { wasThere } from "./stow_response.ts";
import { inParallel } from "./in_parallel.ts";
import { type ManifestLine, readManifest } from "./manifest.ts";
import { Refusals } from "./refusals.ts";

type Outcome = { readonly image: ManifestLine } & ({ readonly note: string | undefined } | Fault);

interface Fault {
  readonly error: unknown;
}

/** Sends one image; returns what the target says besides that it has it. */
export type SendImage = (image: ManifestLine) => Promise<string | undefined>;

/**
 * Sends the images of a Batch, `atOnce` at a time, but for those that were confirmed before. An
 * image that the target refuses stops no other; a target that is away stops them all. Throws
 * DeliveryError, final when images were refused.
 */
export async function* eachImage(
  consignment: Consignment,
  atOnce: number,
  send: SendImage,
): AsyncGenerator<readonly Confirmation[]> {
  const refusals = new Refusals();
  let fault: Fault | undefined;
  for await (const images of unconfirmed(consignment)) {
    const drawn = images.values().filter(() => fault === undefined);
    for await (const outcomes of inParallel(drawn, atOnce, (image) => attempt(image, send))) {
      const confirmed: Confirmation[] = [];
      for (const outcome of outcomes) {
        if ("note" in outcome) confirmed.push(noted(outcome.image, outcome.note));
        else if (outcome.error instanceof ConflictError) {
          refusals.add(outcome.image, outcome.error.reason);
          confirmed.push({ ...confirmationOf(outcome.image), state: "other" });
        } else if (isRefusal(outcome.error)) refusals.add(outcome.image, outcome.error.reason);
        else fault ??= outcome;
      }
      yield confirmed;
    }
    if (fault) throw fault.error;
  }
  refusals.throwIfAny();
}

function noted(image: ManifestLine, note: string | undefined): Confirmation {
  const confirmation = confirmationOf(image, note);
  return note === wasThere ? { ...confirmation, state: "same" } : confirmation;
}

/** The images that a target has not confirmed before, a bounded number at a time. */
export async function* unconfirmed(
  { folder, confirmed }: Consignment,
): AsyncGenerator<readonly ManifestLine[]> {
  for await (const images of readManifest(folder)) {
    const known = await confirmed(images);
    yield images.filter(({ SOPInstanceUID }) => !known.has(SOPInstanceUID));
  }
}

async function attempt(image: ManifestLine, send: SendImage): Promise<Outcome> {
  try {
    return { image, note: await send(image) };
  } catch (error) {
    return { image, error };
  }
}

function isRefusal(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && error.isFinal;
}
