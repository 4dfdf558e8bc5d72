import type { PictureOf } from "../ports.ts";
import type { PictureRequest } from "../../model/review_picture.ts";
import type { WaitingCursor, WaitingFilter } from "../../database/review/list_waiting.ts";

const codeSyntax = /^B-[\w-]{1,62}$/;
const textSyntax = /^[\x20-\x7e]{1,100}$/;

/** The parameters of an address that select waiting images. */
const waitingNames = ["batch", "modality", "device", "layout", "series", "decision"] as const;

/** Reads the filter of an address; invalid values are ignored. */
export function readWaitingFilter(query: URLSearchParams): WaitingFilter {
  const batch = query.get("batch") ?? "";
  const text = (name: string): string | undefined => {
    const value = query.get(name) ?? "";
    return textSyntax.test(value) ? value : undefined;
  };
  return {
    batch: codeSyntax.test(batch) ? batch : undefined,
    modality: text("modality"),
    device: text("device"),
    layout: text("layout"),
    series: text("series"),
    decision: readNumber(query.get("decision") ?? undefined),
  };
}

/** The parameters of a filter in an address. */
export function waitingParams(filter: WaitingFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of waitingNames) {
    const value = filter[name];
    if (value !== undefined) params.set(name, String(value));
  }
  return params;
}

/** The parameter `after` of an address: the place of the last image before a page. */
export function formatPlace({ since, batch, number }: WaitingCursor): string {
  return `${since}_${number}_${batch}`;
}

/** Reads the parameter `after`; undefined if it is absent or invalid. */
export function readPlace(text: string | null | undefined): WaitingCursor | undefined {
  const [, since = "", number, batch = ""] = /^([^_]{1,40})_(\d{1,9})_(.+)$/.exec(text ?? "") ?? [];
  if (!codeSyntax.test(batch) || Number.isNaN(Date.parse(since))) return undefined;
  return { since, batch, number: Number(number) };
}

/** Reads the number of a file; undefined if it is invalid. */
export function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Whether a text may be the code of a Batch. */
export function isBatchCode(text: string | undefined): text is string {
  return text !== undefined && codeSyntax.test(text);
}

/** Reads which original a picture is of; undefined if the address is invalid. */
export function readPictureOf(
  { batch, number }: { readonly batch: string; readonly number: string },
  sha256: string | undefined,
): PictureOf | undefined {
  const file = readNumber(number);
  if (!isBatchCode(batch) || file === undefined) return undefined;
  return { batch, number: file, sha256 };
}

/** Whether a text is a SHA-256 in hexadecimal. */
export function isDigest(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text);
}

const [leastSize, mostSize] = [16, 2048];
const limit = 1e9;

/** The parameters of a picture in an address. */
export interface PictureQuery {
  readonly frame?: string | undefined;
  readonly center?: string | undefined;
  readonly width?: string | undefined;
  readonly max?: string | undefined;
  /** The SHA-256 of the original: another one under this address has no such picture. */
  readonly of?: string | undefined;
}

/** Reads what is requested of a picture; undefined if a parameter is invalid. */
export function readPictureRequest(query: PictureQuery): PictureRequest | undefined {
  const frame = readNumber(query.frame ?? "0");
  const maxSize = readNumber(query.max ?? String(mostSize));
  if (frame === undefined || maxSize === undefined) return undefined;
  if (maxSize < leastSize || maxSize > mostSize) return undefined;
  if (query.center === undefined && query.width === undefined) return { frame, maxSize };
  const window = { center: decimal(query.center), width: decimal(query.width) };
  const isValid = Math.abs(window.center) <= limit && window.width >= 1 && window.width <= limit;
  return isValid ? { frame, maxSize, window } : undefined;
}

function decimal(text = ""): number {
  return /^-?\d{1,10}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
}
