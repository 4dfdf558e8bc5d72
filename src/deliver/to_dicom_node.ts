import { join } from "node:path";
import { confirmationOf } from "./confirmations.ts";
import {
  type Confirmation,
  type Consignment,
  DeliveryError,
  type Destination,
} from "./destination.ts";
import { unconfirmed } from "./each_image.ts";
import type { ManifestLine } from "./manifest.ts";
import { notAsWritten } from "./file_pieces.ts";
import { type Part10Head, readPart10Head } from "./part10_head.ts";
import { Refusals } from "./refusals.ts";
import type { DicomNode, StoreAnswer } from "./store_images.ts";
import type { StoredImage } from "./store_request.ts";

/** An association proposes 128 presentation contexts at most, and an image may need three. */
const perAssociation = 40;

/** The library holds an image three times over while it sends it; a larger one is refused. */
const largest = 128 << 20;

type Answer = Exclude<StoreAnswer, { kind: "again" }>;

/**
 * Sends images to a DICOM node by C-STORE, as `dimse://AET@host:port?calling=AET`, one after the
 * other. What it does not take in its own transfer syntax is refused, never converted.
 */
export function toDicomNode(url: URL, answerMs: number): Destination {
  const node: DicomNode = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || 104),
    called: decodeURIComponent(url.username) || "ANY-SCP",
    calling: url.searchParams.get("calling") ?? "DICOM-INTAKE",
  };
  return {
    name: url.href,
    async *deliver(consignment) {
      const refusals = new Refusals();
      for await (const images of unconfirmed(consignment)) {
        const { folder } = consignment;
        for (let open = sendable(folder, images, refusals); open.length > 0;) {
          const some = open.slice(0, perAssociation);
          const answers = await consignment.patiently(() =>
            sendSome(node, some, consignment, answerMs)
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
): Confirmation[] {
  return [...answers].flatMap(([{ line }, answer]) => {
    if (answer.kind === "stored") return [confirmationOf(line, answer.note)];
    refusals.add(line, answer.reason);
    return [];
  });
}

/** Sends some images; returns those that are settled, one at least. Throws DeliveryError. */
async function sendSome(
  node: DicomNode,
  images: readonly StoredImage[],
  { signal }: Consignment,
  answerMs: number,
): Promise<ReadonlyMap<StoredImage, Answer>> {
  const { storeImages } = await import("./store_images.ts"); // a large library, for few sites
  const said = await storeImages(node, images, { signal, answerMs });
  const settled = new Map<StoredImage, Answer>();
  for (const [at, image] of images.entries()) {
    const answer = said[at];
    if (answer && answer.kind !== "again") settled.set(image, answer);
  }
  if (settled.size > 0) return settled;
  const [first] = said.filter((answer) => answer?.kind === "again");
  throw new DeliveryError(false, first?.reason ?? "the connection ended without an answer");
}
