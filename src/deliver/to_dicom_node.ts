import { join } from "node:path";
import type { RefusalCode } from "../errors.ts";
import { confirmationOf } from "./confirmations.ts";
import { DeliveryError, type Destination } from "./destination.ts";
import type { ManifestLine, Receipt } from "../model/delivery.ts";
import { unconfirmed } from "./each_image.ts";
import { notAsWritten } from "./file_pieces.ts";
import { type Part10Head, readPart10Head } from "./part10_head.ts";
import { Refusals } from "./refusals.ts";
import type { DicomNode, StoreAnswer } from "./store_images.ts";
import { StoreThreads } from "./store_thread.ts";
import type { StoredImage } from "./store_request.ts";

/** An association proposes 128 presentation contexts at most, and an image may need three. */
const perAssociation = 40;

/** The library holds an image three times over while it sends it; a larger one is refused. */
const largest = 128 << 20;

/** Another Batch may follow soon, and a thread takes a moment to start. */
const usualRestMs = 10_000;

/** A node that ends the association so often while it receives an image will always do so. */
const mostAborts = 2;
const aborted: RefusalCode = "STORE_ABORTED";
const abortedTooOften =
  `${aborted}: the server ended the association twice while it received this image`;

type Answer = Extract<StoreAnswer, { kind: "stored" | "refused" }>;

/**
 * Sends images to a DICOM node by C-STORE, as `dimse://AET@host:port?calling=AET`, one after the
 * other. What it does not take in its own transfer syntax is refused, never converted; so is an
 * image at which it ends the association twice, and the others are sent in a new one. Its threads
 * end when they had nothing to send for `restMs`.
 */
export function toDicomNode(url: URL, answerMs: number, restMs = usualRestMs): Destination {
  const node: DicomNode = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || 104),
    called: decodeURIComponent(url.username) || "ANY-SCP",
    calling: url.searchParams.get("calling") ?? "DICOM-INTAKE",
  };
  const threads = new StoreThreads(node, restMs);
  return {
    name: url.href,
    async *deliver(consignment) {
      const refusals = new Refusals();
      const aborts = new Map<StoredImage, number>();
      for await (const images of unconfirmed(consignment)) {
        const { folder } = consignment;
        for (let open = sendable(folder, images, refusals); open.length > 0;) {
          const some = open.slice(0, perAssociation);
          const answers = await consignment.patiently(() =>
            sendSome(
              some,
              aborts,
              () => threads.storeImages(some, { signal: consignment.signal, answerMs, folder }),
            )
          );
          yield confirmationsOf(answers, refusals);
          open = open.filter((image) => !answers.has(image));
        }
      }
      refusals.throwIfAny();
    },
  };
}

function sendable(
  folder: string,
  lines: readonly ManifestLine[],
  refusals: Refusals,
): StoredImage[] {
  return lines.flatMap((line) => {
    const file = join(folder, line.path);
    const head = line.bytes <= largest && readHead(file);
    if (head) return [{ line, file, ...head }];
    const isLarge = line.bytes > largest;
    refusals.add(line, isLarge ? "too large for C-STORE, which takes 128 MB" : notAsWritten);
    return [];
  });
}

function readHead(file: string): Part10Head | undefined {
  try {
    return readPart10Head(file);
  } catch { // it is not there, or no longer what was written
    return undefined;
  }
}

function confirmationsOf(
  answers: ReadonlyMap<StoredImage, Answer>,
  refusals: Refusals,
): Receipt[] {
  return [...answers].flatMap(([{ line }, answer]) => {
    if (answer.kind === "stored") return [confirmationOf(line, answer)];
    refusals.add(line, answer.reason);
    return [];
  });
}

/** Sends some images with `store`; returns those that are settled, one at least. Throws DeliveryError. */
async function sendSome(
  images: readonly StoredImage[],
  aborts: Map<StoredImage, number>,
  store: () => Promise<readonly (StoreAnswer | undefined)[]>,
): Promise<ReadonlyMap<StoredImage, Answer>> {
  const said = await store();
  const settled = new Map<StoredImage, Answer>();
  for (const [at, image] of images.entries()) {
    const answer = said[at];
    if (answer?.kind === "aborted") {
      const count = (aborts.get(image) ?? 0) + 1;
      aborts.set(image, count);
      if (count >= mostAborts) settled.set(image, { kind: "refused", reason: abortedTooOften });
    } else if (answer && answer.kind !== "again") {
      settled.set(image, answer);
    }
  }
  if (settled.size > 0) return settled;
  const first = said.flatMap((answer) => answer && "reason" in answer ? [answer] : [])[0];
  throw new DeliveryError(false, first?.reason ?? "the connection ended without an answer");
}
