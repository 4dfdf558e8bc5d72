import { join } from "node:path";
import type { ManifestLine, Receipt } from "../../model/delivery.ts";
import type { Destination } from "../destination.ts";
import { outputDamaged } from "../durable_file.ts";
import { imageReceipt } from "../receipts.ts";
import { attemptFailed, endedWithoutAnswer } from "../request.ts";
import { Refusals, unconfirmed } from "../send_each_image.ts";
import {
  type DicomNode,
  type Part10Head,
  readPart10Head,
  type StoreAnswer,
  type StoredImage,
} from "./store_task.ts";
import { StoreThreads } from "./store_thread.ts";

/** An association has at most 128 presentation contexts, and one image may need three. */
const maxPerAssociation = 40;

/**
 * The library keeps three copies of an image in memory while sending it. Larger ones are refused.
 */
const maxImageLength = 128 << 20;
const tooLarge = "too large for C-STORE: the limit is 128 MB";

/** Threads are kept for the next Batch, since starting one takes time. */
const defaultIdleMs = 10_000;

/** The thread of a C-ECHO may read nothing. */
const noFolder = "/nonexistent/none";

/** A node that aborts the association this often for the same image is not sent it again. */
const maxAborts = 2;

type Answer = Extract<StoreAnswer, { kind: "stored" | "refused" }>;

const abortedTooOften: Answer = {
  kind: "refused",
  code: "STORE_ABORTED",
  reason: "STORE_ABORTED: the server ended the association twice while receiving this image",
};

/**
 * Sends images to a DICOM node `dimse://AET@host:port?calling=AET` by C-STORE, one after the other.
 * An image is refused if the node does not accept its transfer syntax (images are never converted),
 * or if the node ends the association twice while receiving it; the other images are then sent in a
 * new association. Idle threads end after `idleMs` milliseconds.
 */
export function toDicomNode(url: URL, answerMs: number, idleMs = defaultIdleMs): Destination {
  const node: DicomNode = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || 104),
    called: decodeURIComponent(url.username) || "ANY-SCP",
    calling: url.searchParams.get("calling") ?? "DICOM-INTAKE",
  };
  const threads = new StoreThreads(node, idleMs);
  return {
    name: url.href,
    check: async (signal) => {
      await threads.storeImages([], { signal, answerMs, folder: noFolder });
      return ["the node answers C-ECHO"];
    },
    async *deliver(delivery) {
      const refusals = new Refusals();
      const aborts = new Map<StoredImage, number>();
      for await (const images of unconfirmed(delivery)) {
        const { folder } = delivery;
        for (let remaining = sendable(folder, images, refusals); remaining.length > 0;) {
          const some = remaining.slice(0, maxPerAssociation);
          const answers = await delivery.withRetry(() =>
            sendSome(
              some,
              aborts,
              () => threads.storeImages(some, { signal: delivery.signal, answerMs, folder }),
            )
          );
          yield receiptsOf(answers, refusals);
          remaining = remaining.filter((image) => !answers.has(image));
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
    const head = line.bytes <= maxImageLength && readHead(file);
    if (head) return [{ line, file, ...head }];
    if (line.bytes > maxImageLength) refusals.add(line, tooLarge, "ABOVE_STORE_LIMIT");
    else refusals.add(line, outputDamaged, "OUTPUT_DAMAGED");
    return [];
  });
}

function readHead(file: string): Part10Head | undefined {
  try {
    return readPart10Head(file);
  } catch { // missing or damaged
    return undefined;
  }
}

function receiptsOf(
  answers: ReadonlyMap<StoredImage, Answer>,
  refusals: Refusals,
): Receipt[] {
  return [...answers].flatMap(([{ line }, answer]) => {
    if (answer.kind === "stored") return [imageReceipt(line, answer)];
    refusals.add(line, answer.reason, answer.code);
    return [];
  });
}

/** Sends images with `store`; returns at least one final answer. Throws DeliveryError. */
async function sendSome(
  images: readonly StoredImage[],
  aborts: Map<StoredImage, number>,
  store: () => Promise<readonly (StoreAnswer | undefined)[]>,
): Promise<ReadonlyMap<StoredImage, Answer>> {
  const results = await store();
  const finalAnswers = new Map<StoredImage, Answer>();
  for (const [at, image] of images.entries()) {
    const answer = results[at];
    if (answer?.kind === "aborted") {
      const count = (aborts.get(image) ?? 0) + 1;
      aborts.set(image, count);
      if (count >= maxAborts) finalAnswers.set(image, abortedTooOften);
    } else if (answer && answer.kind !== "again") {
      finalAnswers.set(image, answer);
    }
  }
  if (finalAnswers.size > 0) return finalAnswers;
  const first = results.flatMap((answer) => answer && "reason" in answer ? [answer] : [])[0];
  throw attemptFailed(first ? { reason: first.reason } : endedWithoutAnswer);
}
