import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { setImmediate, setTimeout as pause } from "node:timers/promises";
import { requireReasonableLength } from "./accepted_length.ts";
import { IncomingCommand, requestedMessageId, type StoreResponse } from "./incoming_command.ts";
import { IncomingPdus, ProtocolFault } from "./incoming_pdus.ts";
import { duplicateInstance, isWarning } from "./store_status.ts";

/** What a guard tells of an association. */
export interface GuardEvents {
  /** A request has started to be sent. */
  readonly onRequest: () => void;
  /** The node breaks the protocol; the connection has ended. */
  readonly onFault: (reason: string) => void;
  /** The node has confirmed an image that it cannot have: none of its confirmations holds. */
  readonly onFalseConfirmation: () => void;
}

const acceptType = 0x02;
const dataType = 0x04;
const wholeCommand = 3;
const endOfData = 2;

/** Bytes that may wait in the socket; the rest waits here, where the node's pace is followed. */
const mostInSocket = 1 << 20;
/** How long a node that confirms before it has received is given to do so, once an association. */
const earlyMs = 20;

interface Outstanding {
  readonly messageId: number;
  isSent: boolean;
}

/**
 * Stands between the library and its socket. Only whole, checked units reach the library, and only
 * the one answer that is due; what the library sends waits for the node, and an answer is passed
 * on when all before it has left. The last part of an image is held back for a moment, so that a
 * success that comes before it is known to be false.
 */
export function guardAssociation(socket: Socket, events: GuardEvents): void {
  const units = new IncomingPdus();
  const command = new IncomingCommand();
  const toLibrary = socket.listeners("data");
  let outstanding: Outstanding | undefined;
  let isOver = false;
  let isFirst = true;
  /** All that the library has sent so far has been handed to the system. */
  let written: Promise<unknown> = Promise.resolve();
  let latest: Promise<unknown> = written;

  const fail = (fault: unknown): void => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    events.onFault(fault instanceof ProtocolFault ? fault.reason : new ProtocolFault().reason);
  };
  const pass = (unit: Uint8Array): void => {
    if (isOver) return;
    for (const listener of toLibrary) listener.call(socket, Buffer.from(unit));
  };
  const checkAnswer = ({ messageId, status }: StoreResponse): void => {
    if (outstanding?.messageId !== messageId) throw new ProtocolFault();
    const isConfirmation = status === 0 || status === duplicateInstance || isWarning(status);
    if (isConfirmation && !outstanding.isSent) {
      events.onFalseConfirmation();
      throw new ProtocolFault("the server confirmed an image before it had received it");
    }
    outstanding = undefined;
  };
  const receive = (unit: Uint8Array): void => {
    if (unit[0] === acceptType) requireReasonableLength(unit);
    const answers = unit[0] === dataType ? command.take(unit) : [];
    if (answers.length > 1) throw new ProtocolFault();
    answers.forEach(checkAnswer);
    if (unit[0] !== dataType) return pass(unit);
    void written.then(() => pass(unit)); // a refusal may come while the image still waits
  };

  socket.removeAllListeners("data");
  socket.on("data", (chunk: Uint8Array) => {
    if (isOver) return;
    try {
      for (const unit of units.read(chunk)) receive(unit);
    } catch (fault) {
      fail(fault);
    }
  });

  const write = socket.write.bind(socket);
  const send = async (unit: Uint8Array): Promise<void> => {
    const isLast = unit[0] === dataType && unit[11] === endOfData;
    if (isLast) {
      await latest;
      if (outstanding) await (isFirst ? pause(earlyMs) : setImmediate());
      isFirst = false;
      if (isOver) return;
      if (outstanding) outstanding.isSent = true;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    write(unit, () => resolve());
    latest = promise;
    if (isLast || socket.writableLength > mostInSocket) await promise;
  };
  socket.write = (unit: Uint8Array): boolean => {
    if (unit[0] === dataType && unit[11] === wholeCommand) {
      outstanding = { messageId: requestedMessageId(unit) ?? 0, isSent: false };
      events.onRequest();
    }
    written = written.then(() => isOver || socket.destroyed ? undefined : send(unit));
    return true;
  };
}
