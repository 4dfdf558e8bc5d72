import { Buffer } from "node:buffer";
import dimse from "dcmjs-dimse";
import type { ManifestLine } from "../model/delivery.ts";
import type { Part10Head } from "./part10_head.ts";
import { sha256Of } from "./weighed.ts";

type PresentationContext = InstanceType<typeof dimse.association.PresentationContext>;

/** An image to be stored: its line of the manifest, its file, and what the file's head says. */
export interface StoredImage extends Part10Head {
  readonly line: ManifestLine;
  readonly file: string;
}

/**
 * A C-STORE request that carries the data set of a file as it stands there, byte for byte.
 * `onDamage` hears that the file is not the one that was written, and must end the association.
 */
export class StoreRequest extends dimse.requests.CStoreRequest {
  readonly #file: FileDataset;

  constructor(readonly image: StoredImage, onDamage: (request: StoreRequest) => void) {
    const file = new FileDataset(image, () => onDamage(this));
    super(file);
    this.#file = file;
  }

  /** The node was to receive it in the association. */
  get isSent(): boolean {
    return this.#file.isRead;
  }

  /** What is proposed for it: its own transfer syntax alone, so that nothing is ever re-encoded. */
  get presentationContext(): PresentationContext {
    const { sopClassUID, transferSyntaxUID } = this.image;
    return new dimse.association.PresentationContext(0, sopClassUID, transferSyntaxUID);
  }
}

/** Read when it is sent, so that the waiting requests of an association take no memory. */
class FileDataset extends dimse.Dataset {
  readonly #image: StoredImage;
  readonly #onDamage: () => void;
  isRead = false;

  constructor(image: StoredImage, onDamage: () => void) {
    const { sopClassUID: SOPClassUID, line: { SOPInstanceUID } } = image;
    super({ SOPClassUID, SOPInstanceUID }, image.transferSyntaxUID);
    this.#image = image;
    this.#onDamage = onDamage;
  }

  /** Never throws: the library calls it where nobody would catch that. */
  override getDenaturalizedDataset(): Buffer {
    const { file, dataSetStart, line } = this.#image;
    try {
      const bytes = Deno.readFileSync(file);
      if (sha256Of(bytes) === line.sha256) {
        this.isRead = true;
        return Buffer.from(bytes.buffer, dataSetStart);
      }
    } catch { // it is not there, or cannot be read
    }
    this.#onDamage();
    return Buffer.alloc(0);
  }

  /** What the library would encode anew, in another transfer syntax, must never be sent. */
  override getElements(): never {
    throw new TypeError("an image is sent as it is, or not at all");
  }
}
