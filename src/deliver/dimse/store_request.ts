import dimse from "dcmjs-dimse";
import { Buffer } from "node:buffer";
import { sha256Of } from "../durable_file.ts";
import type { StoredImage } from "./store_task.ts";

type PresentationContext = InstanceType<typeof dimse.association.PresentationContext>;

/**
 * A C-STORE request with the data set of a file, byte for byte. `onDamage` is called if the file
 * was changed or removed, and must end the association.
 */
export class StoreRequest extends dimse.requests.CStoreRequest {
  readonly #file: FileDataset;

  constructor(readonly image: StoredImage, onDamage: (request: StoreRequest) => void) {
    const file = new FileDataset(image, () => onDamage(this));
    super(file);
    this.#file = file;
  }

  /** Sending it to the node has started. */
  get isSent(): boolean {
    return this.#file.isRead;
  }

  /** Proposes only the image's own transfer syntax, so that it is never encoded again. */
  get presentationContext(): PresentationContext {
    const { sopClassUID, transferSyntaxUID } = this.image;
    return new dimse.association.PresentationContext(0, sopClassUID, transferSyntaxUID);
  }
}

/** A data set that is read when it is sent, so that waiting requests need no memory. */
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

  /** Never throws, since the library does not catch errors of this call. */
  override getDenaturalizedDataset(): Buffer {
    const { file, dataSetStart, line } = this.#image;
    try {
      const bytes = Deno.readFileSync(file);
      if (sha256Of(bytes) === line.sha256) {
        this.isRead = true;
        return Buffer.from(bytes.buffer, dataSetStart);
      }
    } catch { // missing or unreadable
    }
    this.#onDamage();
    return Buffer.alloc(0);
  }

  /** The library calls this to encode the data set again, which must never happen. */
  override getElements(): never {
    throw new TypeError("an image must not be encoded again");
  }
}
