import { createHash } from "node:crypto";
import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import type { Delivery, Destination } from "../../../src/deliver/destination.ts";
import { RetryBudget, retryWithin } from "../../../src/deliver/retry.ts";
import type { ManifestLine, Receipt } from "../../../src/model/delivery.ts";
import { writeManifest } from "../../../src/output/manifest.ts";

/** An image of the output: its UID and bytes. */
export interface OutgoingImage {
  readonly SOPInstanceUID: string;
  readonly bytes: Uint8Array;
}

/** The output folder of a Batch that can be delivered to targets. */
export class OutgoingBatch {
  readonly folder: string;
  readonly images: readonly ManifestLine[];
  /** SHA-256 by object. */
  readonly #confirmed = new Map<string, string>();
  readonly #abort = new AbortController();

  private constructor(output: string, readonly code: string, images: readonly OutgoingImage[]) {
    this.folder = `${output}/${code}`;
    this.images = images.map(({ SOPInstanceUID, bytes }, at) => {
      const [StudyInstanceUID, SeriesInstanceUID] = ["2.25.1", `2.25.${10 + at % 2}`];
      const directory = `${StudyInstanceUID}/${SeriesInstanceUID}`;
      Deno.mkdirSync(`${this.folder}/${directory}`, { recursive: true });
      const path = `${directory}/${SOPInstanceUID}.dcm`;
      Deno.writeFileSync(`${this.folder}/${path}`, bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const uids = { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID };
      return { path, ...uids, bytes: bytes.length, sha256 };
    });
  }

  static async make(
    output: string,
    code: string,
    images: readonly OutgoingImage[],
  ): Promise<OutgoingBatch> {
    const batch = new OutgoingBatch(output, code, images);
    await writeManifest(batch.folder, [batch.images]);
    return batch;
  }

  /** Aborts deliveries, like a second signal. */
  abort(): void {
    this.#abort.abort(new Error("stopped"));
  }

  /** Delivers the Batch with claim `claim`; by default requests are not retried. */
  async deliver(
    destination: Destination,
    options: Partial<Delivery> & { readonly retryMs?: number } = {},
  ): Promise<Receipt[]> {
    const { signal } = this.#abort;
    const budget = new RetryBudget(options.retryMs ?? 0);
    const received: Receipt[] = [];
    const deliveries = destination.deliver({
      folder: this.folder,
      claim: 1,
      resumed: false,
      signal,
      confirmLease: () => Promise.resolve(),
      withRetry: (request) => retryWithin(budget, signal, request),
      confirmed: (objects) =>
        Promise.resolve(
          new Set(
            objects.filter((one) => this.#confirmed.get(one.object) === one.sha256)
              .map((one) => one.object),
          ),
        ),
      ...options,
    });
    for await (const confirmations of deliveries) {
      received.push(...confirmations);
      for (const { object, sha256 } of confirmations) this.#confirmed.set(object, sha256);
    }
    return received;
  }
}

/** Files with arbitrary content, for targets that do not parse them. */
export function someBytes(images: number, size = 1000): OutgoingImage[] {
  return Array.from({ length: images }, (_, at) => ({
    SOPInstanceUID: `2.25.${1000 + at}`,
    bytes: new Uint8Array(size + at).fill(at + 1),
  }));
}

/** DICOM files, explicit VR little endian. */
export function someImages(images: number, size = 32): OutgoingImage[] {
  return [...syntheticStudy({ number: 7, images, size })].map(({ bytes }) => ({
    SOPInstanceUID: /2\.25\.99\d+/.exec(new TextDecoder("latin1").decode(bytes))?.[0] ?? "",
    bytes,
  }));
}
