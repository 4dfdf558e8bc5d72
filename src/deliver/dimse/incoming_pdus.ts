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

/** The relevant elements of a C-STORE-RSP (PS3.7 9.3.1.2). */
export interface StoreResponse {
  readonly messageId: number;
  readonly status: number;
}

/** A C-STORE-RSP has about 200 bytes, including an error comment of up to 64 characters. */
const maxCommandLength = 1 << 14;
const maxFragments = 64;

const lastOfCommand = 3;
const partOfCommand = 1;

const commandField = 0x0100;
const messageIdRespondedTo = 0x0120;
const dataSetType = 0x0800;
const statusElement = 0x0900;

/** C-STORE-RSP and C-ECHO-RSP. */
const allowedResponses: ReadonlySet<number | undefined> = new Set([0x8001, 0x8030]);
const cEchoRequest = 0x0030;
const noDataSet = 0x0101;

/**
 * Assembles a node's commands from their fragments. Only responses to C-STORE and C-ECHO are
 * allowed.
 */
export class IncomingCommand {
  #fragments: Uint8Array[] = [];

  /** Adds a P-DATA-TF and returns the responses that it completes. Throws ProtocolFault. */
  add(unit: Uint8Array): StoreResponse[] {
    const view = new DataView(unit.buffer, unit.byteOffset, unit.length);
    const responses: StoreResponse[] = [];
    for (let at = 6; at < unit.length;) {
      const length = at + 6 <= unit.length ? view.getUint32(at) : 0;
      if (length < 2 || at + 4 + length > unit.length) throw new ProtocolFault();
      const control = unit[at + 5];
      if (control !== partOfCommand && control !== lastOfCommand) throw new ProtocolFault();
      this.#addFragment(unit.subarray(at + 6, at + 4 + length));
      if (control === lastOfCommand) responses.push(this.#response());
      at += 4 + length;
    }
    return responses;
  }

  #addFragment(fragment: Uint8Array): void {
    this.#fragments.push(fragment);
    const length = this.#fragments.reduce((sum, part) => sum + part.length, 0);
    if (length > maxCommandLength || this.#fragments.length > maxFragments) {
      throw new ProtocolFault();
    }
  }

  #response(): StoreResponse {
    const bytes = new Uint8Array(this.#fragments.flatMap((part) => [...part]));
    this.#fragments = [];
    const elements = commandElements(bytes);
    const messageId = elements.get(messageIdRespondedTo);
    const status = elements.get(statusElement);
    const isResponse = allowedResponses.has(elements.get(commandField)) &&
      elements.get(dataSetType) === noDataSet;
    if (!isResponse || messageId === undefined || status === undefined) throw new ProtocolFault();
    return { messageId, status };
  }
}

/** The Message ID (0000,0110) of a C-STORE-RQ, read from its P-DATA-TF. */
export function requestedMessageId(unit: Uint8Array): number | undefined {
  return commandElements(unit.subarray(12)).get(0x0110);
}

/** Whether a P-DATA-TF of this program is a C-ECHO-RQ, which has no data set (PS3.7 9.3.5.1). */
export function isEchoRequest(unit: Uint8Array): boolean {
  return commandElements(unit.subarray(12)).get(commandField) === cEchoRequest;
}

/** The elements of group 0000 with a two-byte value; implicit VR little endian (PS3.7 6.3.1). */
function commandElements(bytes: Uint8Array): ReadonlyMap<number, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const elements = new Map<number, number>();
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length || view.getUint16(at, true) !== 0) throw new ProtocolFault();
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > bytes.length) throw new ProtocolFault();
    if (length === 2) elements.set(view.getUint16(at + 2, true), view.getUint16(at + 8, true));
    at += 8 + length;
  }
  return elements;
}
