/** A node violated the DICOM upper layer protocol; `reason` is one of this program's own texts. */
export class ProtocolFault extends Error {
  override readonly name = "ProtocolFault";

  constructor(readonly reason = "the server violated the DICOM protocol") {
    super(reason);
  }
}

/** The longest P-DATA-TF that the library allows a node to send (PS3.8 D.1). */
const maxDataLength = 262_144;
/** 128 presentation contexts take 10 kB. */
const maxAcceptLength = 1 << 17;

/** Maximum body lengths by type, for all types of PDUs that a node may send (PS3.8 9.3). */
const maxLengths: ReadonlyMap<number | undefined, number> = new Map([
  [0x02, maxAcceptLength], // A-ASSOCIATE-AC
  [0x03, 4], // A-ASSOCIATE-RJ
  [0x04, maxDataLength], // P-DATA-TF
  [0x05, 4], // A-RELEASE-RQ
  [0x06, 4], // A-RELEASE-RP
  [0x07, 4], // A-ABORT
]);

const headerLength = 6;

/** Splits the bytes from a node into PDUs; only one PDU is in memory at a time. */
export class IncomingPdus {
  readonly #header = new Uint8Array(headerLength);
  #unit: Uint8Array = this.#header;
  #filled = 0;

  /**
   * Adds bytes and yields the PDUs that they complete, with their headers. Throws ProtocolFault.
   */
  *read(chunk: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + this.#unit.length - this.#filled);
      this.#unit.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === headerLength && this.#unit === this.#header) {
        this.#unit = allocateUnit(this.#header);
      }
      if (this.#filled < this.#unit.length) continue;
      const complete = this.#unit;
      this.#unit = this.#header;
      this.#filled = 0;
      yield complete;
    }
  }
}

/** Allocates a PDU with this header. */
function allocateUnit(header: Uint8Array): Uint8Array {
  const length = new DataView(header.buffer).getUint32(2);
  const max = maxLengths.get(header[0]);
  if (max === undefined || length > max || length === 0) throw new ProtocolFault();
  const unit = new Uint8Array(headerLength + length);
  unit.set(header);
  return unit;
}
