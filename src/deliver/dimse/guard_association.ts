import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { setImmediate, setTimeout as pause } from "node:timers/promises";
import { duplicateInstance, isWarning } from "../store_status.ts";
import {
  IncomingCommand,
  IncomingPdus,
  isEchoRequest,
  ProtocolFault,
  requestedMessageId,
  type StoreResponse,
} from "./incoming_pdus.ts";

/** Events of a guarded association. */
export interface GuardEvents {
  /** The library has started to send a request. */
  readonly onRequest: () => void;
  /** The node violated the protocol; the connection was closed. */
  readonly onFault: (reason: string) => void;
  /** The node confirmed an image before receiving it: none of its confirmations is reliable. */
  readonly onFalseConfirmation: () => void;
}

const acceptType = 0x02;
const dataType = 0x04;
const lastOfCommand = 3;
const endOfData = 2;

/** Bytes that may be buffered in the socket. The rest waits here until the node has read them. */
const maxBuffered = 1 << 20;
/** Wait before the end of the first image, in which a premature confirmation can be detected. */
const prematureWaitMs = 20;

interface Outstanding {
  readonly messageId: number;
  isSent: boolean;
}

/**
 * Filters the traffic between the library and its socket. The library receives only complete, valid
 * PDUs, and only the one response that it waits for. Its writes follow the node's pace, and a
 * response is passed on once everything written before it has been sent. The last part of an image
 * is delayed for a moment, so that a success response that arrives earlier is known to be false.
 */
export function guardAssociation(socket: Socket, events: GuardEvents): void {
  const guard = new AssociationGuard(socket, events);
  socket.removeAllListeners("data");
  socket.on("data", (chunk: Uint8Array) => guard.read(chunk));
  socket.write = (unit: Uint8Array): boolean => guard.write(unit);
}

class AssociationGuard {
  readonly #units = new IncomingPdus();
  readonly #command = new IncomingCommand();
  readonly #toLibrary: ReturnType<Socket["listeners"]>;
  readonly #toNode: Socket["write"];
  #outstanding: Outstanding | undefined;
  #hasEnded = false;
  #isFirst = true;
  /** Resolves when everything the library has written so far was passed to the operating system. */
  #written: Promise<unknown> = Promise.resolve();
  #lastWrite = this.#written;

  constructor(readonly socket: Socket, readonly events: GuardEvents) {
    this.#toLibrary = socket.listeners("data");
    this.#toNode = socket.write.bind(socket);
  }

  /** Bytes from the node. */
  read(chunk: Uint8Array): void {
    if (this.#hasEnded) return;
    try {
      for (const unit of this.#units.read(chunk)) this.#receive(unit);
    } catch (fault) {
      this.#fail(fault);
    }
  }

  /** A PDU from the library. */
  write(unit: Uint8Array): true {
    if (unit[0] === dataType && unit[11] === lastOfCommand) {
      const messageId = requestedMessageId(unit) ?? 0;
      this.#outstanding = { messageId, isSent: isEchoRequest(unit) };
      this.events.onRequest();
    }
    this.#written = this.#written.then(() =>
      this.#hasEnded || this.socket.destroyed ? undefined : this.#send(unit)
    );
    return true;
  }

  #receive(unit: Uint8Array): void {
    if (unit[0] === acceptType) requireReasonableLength(unit);
    const responses = unit[0] === dataType ? this.#command.add(unit) : [];
    if (responses.length > 1) throw new ProtocolFault();
    for (const response of responses) this.#checkResponse(response);
    if (unit[0] !== dataType) return this.#pass(unit);
    // a refusal may arrive before the image was sent
    void this.#written.then(() => this.#pass(unit));
  }

  #checkResponse({ messageId, status }: StoreResponse): void {
    if (this.#outstanding?.messageId !== messageId) throw new ProtocolFault();
    const isConfirmation = status === 0 || status === duplicateInstance || isWarning(status);
    if (isConfirmation && !this.#outstanding.isSent) {
      this.events.onFalseConfirmation();
      throw new ProtocolFault("the server confirmed an image before receiving it");
    }
    this.#outstanding = undefined;
  }

  #pass(unit: Uint8Array): void {
    if (this.#hasEnded) return;
    for (const listener of this.#toLibrary) listener.call(this.socket, Buffer.from(unit));
  }

  #fail(fault: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.socket.destroy();
    const { reason } = fault instanceof ProtocolFault ? fault : new ProtocolFault();
    this.events.onFault(reason);
  }

  async #send(unit: Uint8Array): Promise<void> {
    const isLast = unit[0] === dataType && unit[11] === endOfData;
    if (isLast) {
      await this.#lastWrite;
      if (this.#outstanding) await (this.#isFirst ? pause(prematureWaitMs) : setImmediate());
      this.#isFirst = false;
      if (this.#hasEnded) return;
      if (this.#outstanding) this.#outstanding.isSent = true;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#toNode(unit, () => resolve());
    this.#lastWrite = promise;
    if (isLast || this.socket.writableLength > maxBuffered) await promise;
  }
}

const firstItemOffset = 74;
const userInformation = 0x50;
const maximumLength = 0x51;
/** Real nodes accept 4 kB or more. Sending an image in PDUs of a few bytes would exhaust memory. */
const minimumLength = 1024;

/**
 * Checks the items of an A-ASSOCIATE-AC (PS3.8 9.3.3), and that the node accepts PDUs of a
 * reasonable length (PS3.8 D.1); 0 means no limit. Throws ProtocolFault.
 */
export function requireReasonableLength(accept: Uint8Array): void {
  for (const [type, item] of items(accept, firstItemOffset)) {
    if (type !== userInformation) continue;
    for (const [kind, value] of items(item, 0)) {
      if (kind !== maximumLength) continue;
      if (value.length !== 4) throw new ProtocolFault();
      const length = new DataView(value.buffer, value.byteOffset).getUint32(0);
      if (length > 0 && length < minimumLength) {
        throw new ProtocolFault(
          `the server accepts only PDUs of fewer than ${minimumLength} bytes`,
        );
      }
    }
  }
}

function* items(bytes: Uint8Array, start: number): Generator<[type: number, item: Uint8Array]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = start; at < bytes.length;) {
    const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : Infinity;
    if (at + 4 + length > bytes.length) throw new ProtocolFault();
    yield [view.getUint8(at), bytes.subarray(at + 4, at + 4 + length)];
    at += 4 + length;
  }
}
