import { DeliveryError } from "../../../src/deliver/destination.ts";
import { toDicomNode } from "../../../src/deliver/dimse/to_dicom_node.ts";
import type { Receipt } from "../../../src/model/delivery.ts";
import { OutgoingBatch, someImages } from "../files/outgoing_batch.ts";
import { tempDir } from "../temp_dir.ts";

/** What a program of its own has sent to a node. */
export interface SentImages {
  /** The number of confirmed images. */
  readonly confirmed: number;
  /** Why it ended; null if everything was sent. */
  readonly fault: { readonly isFinal: boolean; readonly reason: string } | null;
  /** By how much its memory grew, in bytes. */
  readonly grownBytes: number;
}

/** Sends images of `size` bytes to a node, and measures the memory of this process. */
async function sendImages(url: URL, images: number, size: number): Promise<SentImages> {
  const answerMs = 3000;
  using directory = tempDir();
  const batch = await OutgoingBatch.make(`${directory.path}/o`, "B-1", someImages(images, size));
  const before = Deno.memoryUsage().rss;
  let most = before;
  const measuring = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 20);
  const confirmed: Receipt[] = [];
  let fault: SentImages["fault"] = null;
  try {
    confirmed.push(...await batch.deliver(toDicomNode(url, answerMs, 0)));
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    fault = { isFinal: error.isFinal, reason: error.reason };
  } finally {
    clearInterval(measuring);
  }
  return { confirmed: confirmed.length, fault, grownBytes: most - before };
}

if (import.meta.main) {
  const [url = "", images, size] = Deno.args;
  const sent = await sendImages(new URL(url), Number(images), Number(size));
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(sent)));
}
