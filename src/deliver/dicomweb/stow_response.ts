import { z } from "zod";
import { DeliveryError, TargetDownError } from "../destination.ts";
import { alreadyStored, type Sent } from "../receipts.ts";
import { retryAfterMs } from "../request.ts";
import { duplicateInstance, isFinalStatus, statusInWords } from "../store_status.ts";

const code = z.object({ Value: z.array(z.number()).optional() }).optional();
const uid = z.object({ Value: z.array(z.string()).optional() }).optional();
const item = z.object({ "00081155": uid, "00081196": code, "00081197": code });
const sequence = z.object({ Value: z.array(item).optional() }).optional();
/** Referenced and failed instances of a store response (PS3.18 I.2). */
const storeResponse = z.object({ "00081199": sequence, "00081198": sequence });

/**
 * Reads a server's response to one image. An image that the server already had counts as delivered;
 * a warning is returned as a note. `unclear` is a conflict (409) without an explanation in the
 * response. Throws DeliveryError, which is final if the server refused the image, and
 * TargetDownError if it refuses the credentials or does not store images at this address.
 */
export function readStowResponse(
  response: Pick<Response, "status" | "statusText" | "headers">,
  text: string,
  sopInstanceUID: string,
): Sent | typeof unclear {
  const { status } = response;
  if (status === 429 || status >= 500) {
    throw new DeliveryError(false, summaryOf(response, text), retryAfterMs(response.headers));
  }
  if (denied.has(status)) throw new TargetDownError("TARGET_DENIED", summaryOf(response, text));
  if (isWrongAddress(status)) throw new TargetDownError("TARGET_DOWN", summaryOf(response, text));
  const parsed = storeResponse.safeParse(parseJson(text));
  const answer = parsed.success ? parsed.data : {};
  const failed = find(answer["00081198"], sopInstanceUID);
  const reason = failed?.["00081197"]?.Value?.[0];
  if (reason === duplicateInstance) return alreadyStored;
  if (reason !== undefined) throw new DeliveryError(isFinalStatus(reason), statusInWords(reason));
  if (status === 409) return unclear;
  if (status !== 200 && status !== 202) throw new DeliveryError(true, summaryOf(response, text));
  const stored = find(answer["00081199"], sopInstanceUID);
  if (!stored) throw new DeliveryError(false, "the server's answer does not confirm the image");
  const warning = stored["00081196"]?.Value?.[0];
  return warning === undefined ? {} : { note: statusInWords(warning) };
}

/** The server does not accept the credentials. */
export const denied: ReadonlySet<number> = new Set([401, 403, 407]);

/** Redirects are not followed. */
function isWrongAddress(status: number): boolean {
  return (status >= 300 && status < 400) || status === 404 || status === 405;
}

/** A conflict (409) without an explanation in the response. */
export const unclear = Symbol("unclear");

function find(
  items: z.infer<typeof sequence>,
  sopInstanceUID: string,
): z.infer<typeof item> | undefined {
  return items?.Value?.find((one) => one["00081155"]?.Value?.[0] === sopInstanceUID);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch { // truncated, or not JSON: it confirms nothing
    return undefined;
  }
}

/** Only this much of an answer is summarised: searching for tags takes the square of its length. */
const summarised = 4000;

/** The status and the beginning of the response text, in one line. */
export function summaryOf(
  { status, statusText }: Pick<Response, "status" | "statusText">,
  text: string,
): string {
  const line = text.slice(0, summarised).replace(/<[^>]*>/g, " ").replace(/[^ -~]+/g, " ").replace(
    / +/g,
    " ",
  ).trim();
  return `${status} ${statusText}${line === "" ? "" : `: ${line.slice(0, 120)}`}`;
}
