/** A node breaks the DICOM upper layer protocol; `reason` says how, in words of our own. */
export class ProtocolFault extends Error {
  override readonly name = "ProtocolFault";

  constructor(readonly reason = "the server does not keep to the protocol") {
    super(reason);
  }
}

/** The longest P-DATA-TF that the library lets a node send (PS3.8 D.1); answers have 200 bytes. */
const longestData = 262_144;
/** 128 presentation contexts take 10 kB. */
const longestAccept = 1 << 17;

/** The types of protocol data units that a node may send, with their longest bodies (PS3.8 9.3). */
const longest: ReadonlyMap<number | undefined, number> = new Map([
  [0x02, longestAccept], // A-ASSOCIATE-AC
  [0x03, 4], // A-ASSOCIATE-RJ
  [0x04, longestData], // P-DATA-TF
  [0x05, 4], // A-RELEASE-RQ
  [0x06, 4], // A-RELEASE-RP
  [0x07, 4], // A-ABORT
]);

const headLength = 6;

/** Cuts what a node sends into its protocol data units, and takes memory for one at a time. */
export class IncomingPdus {
  readonly #head = new Uint8Array(headLength);
  #unit: Uint8Array = this.#head;
  #have = 0;

  /** Yields the units that end in `chunk`, with their heads. Throws ProtocolFault. */
  *read(chunk: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + this.#unit.length - this.#have);
      this.#unit.set(part, this.#have);
      this.#have += part.length;
      at += part.length;
      if (this.#have === headLength && this.#unit === this.#head) this.#unit = unitOf(this.#head);
      if (this.#have < this.#unit.length) continue;
      const whole = this.#unit;
      this.#unit = this.#head;
      this.#have = 0;
      yield whole;
    }
  }
}

/** Room for a unit with this head. */
function unitOf(head: Uint8Array): Uint8Array {
  const length = new DataView(head.buffer).getUint32(2);
  const most = longest.get(head[0]);
  if (most === undefined || length > most || length === 0) throw new ProtocolFault();
  const unit = new Uint8Array(headLength + length);
  unit.set(head);
  return unit;
}
