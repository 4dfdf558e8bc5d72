import { z } from "zod";
import { DeliveryError } from "./destination.ts";

const code = z.object({ Value: z.array(z.number()).optional() }).optional();
const uid = z.object({ Value: z.array(z.string()).optional() }).optional();
const item = z.object({ "00081155": uid, "00081196": code, "00081197": code });
const sequence = z.object({ Value: z.array(item).optional() }).optional();
/** Referenced and failed instances of a store response (PS3.18 I.2). */
const storeResponse = z.object({ "00081199": sequence, "00081198": sequence });

const duplicateInstance = 0x0111;

/** FailureReason and WarningReason in words (PS3.18 I.2.2, PS3.7 C). */
const words: readonly (readonly [from: number, to: number, isFinal: boolean, text: string])[] = [
  [0x0110, 0x0110, false, "processing failure"],
  [0x0122, 0x0122, true, "the SOP class is not supported"],
  [0x0124, 0x0124, true, "not authorized"],
  [0xa700, 0xa7ff, false, "out of resources"],
  [0xa900, 0xa9ff, true, "the data set does not match its SOP class"],
  [0xb000, 0xb000, true, "coercion of data elements"],
  [0xb006, 0xb006, true, "elements were discarded"],
  [0xb007, 0xb007, true, "the data set does not match its SOP class"],
  [0xc000, 0xcfff, true, "the server cannot understand the data set"],
  [0xc122, 0xc122, true, "the transfer syntax is not supported"],
];

/**
 * Reads what a server says of one image it was sent. Returns its warning, if any. An image that
 * was there already is delivered. Throws DeliveryError, final for what the server refuses.
 */
export function readStowResponse(
  response: Pick<Response, "status" | "statusText" | "headers">,
  text: string,
  sopInstanceUID: string,
): string | undefined {
  const { status } = response;
  if (status === 429 || status >= 500) {
    throw new DeliveryError(false, said(response, text), retryAfterMs(response.headers));
  }
  const parsed = storeResponse.safeParse(parseJson(text));
  const answer = parsed.success ? parsed.data : {};
  const failed = find(answer["00081198"], sopInstanceUID);
  const reason = failed?.["00081197"]?.Value?.[0];
  if (reason === duplicateInstance) return "it was there already";
  if (reason !== undefined) {
    throw new DeliveryError(isFinal(reason), inWords(reason));
  }
  if (status !== 200 && status !== 202) throw new DeliveryError(true, said(response, text));
  const stored = find(answer["00081199"], sopInstanceUID);
  if (!stored) throw new DeliveryError(false, "the server's answer does not confirm the image");
  const warning = stored["00081196"]?.Value?.[0];
  return warning === undefined ? undefined : inWords(warning);
}

function find(
  items: z.infer<typeof sequence>,
  sopInstanceUID: string,
): z.infer<typeof item> | undefined {
  return items?.Value?.find((one) => one["00081155"]?.Value?.[0] === sopInstanceUID);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch { // cut off, or no JSON: it confirms nothing
    return undefined;
  }
}

function entry(reason: number): (typeof words)[number] | undefined {
  return words.findLast(([from, to]) => reason >= from && reason <= to);
}

function isFinal(reason: number): boolean {
  return entry(reason)?.[2] ?? true;
}

function inWords(reason: number): string {
  const hex = reason.toString(16).toUpperCase().padStart(4, "0");
  return `${entry(reason)?.[3] ?? "a reason of the server's own"} (${hex})`;
}

/** The status, and the beginning of what the server says with it, in one line. */
function said(
  { status, statusText }: Pick<Response, "status" | "statusText">,
  text: string,
): string {
  const line = text.replace(/<[^>]*>/g, " ").replace(/[^ -~]+/g, " ").replace(/ +/g, " ").trim();
  return `${status} ${statusText}${line === "" ? "" : `: ${line.slice(0, 120)}`}`;
}

/** Seconds, or a date (RFC 9110 10.2.3). */
function retryAfterMs(headers: Headers): number {
  const value = headers.get("retry-after") ?? "";
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
