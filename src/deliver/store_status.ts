/** FailureReason and C-STORE status of an instance that the server already has. */
export const duplicateInstance = 0x0111;

/** FailureReasons, WarningReasons and C-STORE statuses (PS3.18 I.2.2, PS3.7 C, PS3.4 B.2.3). */
const statuses: readonly (readonly [from: number, to: number, isFinal: boolean, text: string])[] = [
  [0x0001, 0x0001, true, "a warning specific to this server"],
  [0x0107, 0x0107, true, "some of its elements were not accepted"],
  [0x0110, 0x0110, false, "processing failure"],
  [0x0116, 0x0116, true, "some of its values are out of range"],
  [0x0117, 0x0117, true, "the SOPInstanceUID is refused"],
  [0x0122, 0x0122, true, "the SOP class is not supported"],
  [0x0124, 0x0124, true, "not authorized"],
  [0x0213, 0x0213, false, "resource limitation"],
  [0xa700, 0xa7ff, false, "out of resources"],
  [0xa900, 0xa9ff, true, "the data set does not match its SOP class"],
  [0xb000, 0xb000, true, "coercion of data elements"],
  [0xb006, 0xb006, true, "elements were discarded"],
  [0xb007, 0xb007, true, "the data set does not match its SOP class"],
  [0xc000, 0xcfff, true, "the server cannot understand the data set"],
  [0xc122, 0xc122, true, "the transfer syntax is not supported"],
  [0xfe00, 0xfe00, false, "the server cancelled it"],
];

/** Whether the status is a warning, so that the image was stored (PS3.7 C.3). */
export function isWarning(status: number): boolean {
  return [0x0001, 0x0107, 0x0116].includes(status) || (status & 0xf000) === 0xb000;
}

/** Whether retrying is useless, which is assumed of unknown statuses. */
export function isFinalStatus(status: number): boolean {
  return entry(status)?.[2] ?? true;
}

/** Describes a status, such as `out of resources (A700)`. */
export function statusInWords(status: number): string {
  const hex = status.toString(16).toUpperCase().padStart(4, "0");
  return `${entry(status)?.[3] ?? "a reason specific to this server"} (${hex})`;
}

function entry(status: number): (typeof statuses)[number] | undefined {
  return statuses.findLast(([from, to]) => status >= from && status <= to);
}
