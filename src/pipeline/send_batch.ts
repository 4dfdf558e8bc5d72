import type { Receipt } from "../database/receipts.ts";
import { DeliveryError, type Destination } from "../deliver/destination.ts";
import { type ManifestLine, readManifest } from "../deliver/manifest.ts";
import { Patience, withPatience } from "../deliver/with_patience.ts";
import { IntakeError } from "../errors.ts";
import type { News } from "../log.ts";

const atOnce = 4;
const refusalsShown = 3;

/** A Batch whose output is in place, and what sending it takes. */
export interface Sending {
  readonly code: string;
  /** Its output folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly patienceMs: number;
  readonly confirmed: (
    target: string,
    objects: readonly Pick<Receipt, "object" | "sha256">[],
  ) => Promise<ReadonlySet<string>>;
  readonly note: (target: string, receipts: readonly Receipt[]) => Promise<void>;
}

/**
 * Sends the images of an output to a target, some at once, but for those it has confirmed before;
 * what it confirms is noted chunk by chunk, so that a crash repeats little. An image that the
 * target refuses stops no other. Throws IntakeError DELIVERY_FAILED when the target is away for
 * too long or has refused images, and the signal's reason.
 */
export async function* sendBatch(sending: Sending, destination: Destination): AsyncGenerator<News> {
  const { code: batch, folder } = sending;
  const refused: string[] = [];
  const patience = new Patience(sending.patienceMs);
  let images = 0;
  for await (const lines of readManifest(folder)) {
    const objects = lines.map(({ SOPInstanceUID: object, sha256 }) => ({ object, sha256 }));
    const known = await sending.confirmed(destination.name, objects);
    const open = lines.filter(({ SOPInstanceUID }) => !known.has(SOPInstanceUID));
    images += await sendChunk(sending, destination, open, patience, refused);
    yield { event: "batch.sending", level: "debug", batch, images, target: destination.name };
  }
  if (refused.length > 0) throw refusedImages(destination, refused);
  await finish(sending, destination, patience);
  yield { event: "batch.sent", level: "info", batch, images, target: destination.name };
}

async function sendChunk(
  sending: Sending,
  destination: Destination,
  lines: readonly ManifestLine[],
  patience: Patience,
  refused: string[],
): Promise<number> {
  const receipts: Receipt[] = [];
  const waiting = lines.values();
  const sendSome = async (): Promise<void> => {
    for (const line of waiting) {
      const { SOPInstanceUID: object, bytes, sha256 } = line;
      try {
        const send = (): Promise<string | undefined> =>
          destination.send(sending.folder, line, sending.signal);
        const note = await withPatience(patience, sending.signal, send);
        receipts.push({ object, bytes, sha256, note: note ?? null });
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        if (!error.isFinal) throw away(destination, error);
        refused.push(`${object}: ${error.reason}`);
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, sendSome));
  await sending.note(destination.name, receipts);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return receipts.length;
}

async function finish(
  { folder, signal }: Sending,
  destination: Destination,
  patience: Patience,
): Promise<void> {
  try {
    await withPatience(patience, signal, async () => await destination.finish?.(folder, signal));
  } catch (error) {
    throw error instanceof DeliveryError ? away(destination, error) : error;
  }
}

function away({ name }: Destination, error: DeliveryError): IntakeError {
  return new IntakeError(
    "DELIVERY_FAILED",
    `${name} did not take the Batch: ${error.reason}`,
    "see that the target runs and has room, then retry: what it has is not sent again",
    { cause: error },
  );
}

function refusedImages({ name }: Destination, refused: readonly string[]): IntakeError {
  const shown = refused.slice(0, refusalsShown).join("; ");
  const more = refused.length > refusalsShown ? "; …" : "";
  return new IntakeError(
    "DELIVERY_FAILED",
    `${name} refused ${refused.length} images: ${shown}${more}`,
    "mend the target or its rights, then retry: what it has is not sent again",
  );
}
