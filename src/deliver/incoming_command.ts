import { ProtocolFault } from "./incoming_pdus.ts";

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

const cStoreResponse = 0x8001;
const noDataSet = 0x0101;

/** Assembles a node's commands from their fragments. Only responses to C-STORE are allowed. */
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
    const isResponse = elements.get(commandField) === cStoreResponse &&
      elements.get(dataSetType) === noDataSet;
    if (!isResponse || messageId === undefined || status === undefined) throw new ProtocolFault();
    return { messageId, status };
  }
}

/** The Message ID (0000,0110) of a C-STORE-RQ, read from its P-DATA-TF. */
export function requestedMessageId(unit: Uint8Array): number | undefined {
  return commandElements(unit.subarray(12)).get(0x0110);
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
