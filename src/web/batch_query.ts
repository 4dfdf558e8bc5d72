import type { BatchFilter } from "../database/batches/batch_filter.ts";
import type { Selection } from "../database/batches/retry_selected.ts";
import type { Cursor } from "../database/views/keyset.ts";
import { type BatchOrder, batchOrders } from "../database/views/list_batches.ts";
import { type BatchStatus, batchStatuses } from "../model/batch.ts";
import { momentOf } from "./view.ts";

/** The parameters of an address that select Batches. */
export const filterNames = [
  "status",
  "attention",
  "acknowledged",
  "error",
  "refusedBy",
  "target",
  "modality",
  "patient",
  "study",
  "accession",
  "code",
  "since",
  "until",
  "finishedSince",
  "finishedBefore",
] as const;

const dayMs = 86_400_000;

/** Reads the filter of an address; invalid values are ignored. */
export function readFilter(query: URLSearchParams): BatchFilter {
  const status = batchStatuses.find((each): each is BatchStatus => each === query.get("status"));
  const until = readDay(query.get("until"));
  return {
    status,
    attention: query.get("attention") === "true" || undefined,
    acknowledged: query.get("acknowledged") === "true" || undefined,
    error: query.get("error") || undefined,
    refusedBy: query.get("refusedBy") || undefined,
    target: query.get("target") || undefined,
    modality: query.get("modality") || undefined,
    patient: query.get("patient") || undefined,
    study: query.get("study") || undefined,
    accession: query.get("accession") || undefined,
    code: query.get("code") || undefined,
    since: readDay(query.get("since")),
    // including the given day
    until: until && new Date(until.getTime() + dayMs),
    finishedSince: readMoment(query.get("finishedSince")),
    finishedBefore: readMoment(query.get("finishedBefore")),
  };
}

/** The parameters of a filter in an address or a form, without others and empty ones. */
export function filterParams(query: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of filterNames) {
    const value = query.get(name);
    if (value) params.set(name, value);
  }
  return params;
}

/** The parameters of a list that can be saved: its filter, order and size, with safe values. */
export function savedParams(query: URLSearchParams): URLSearchParams {
  const params = filterParams(query);
  for (const [name, value] of params) {
    if (value.length > longestValue) params.delete(name);
  }
  const [order, size] = [readOrder(query), readPageSize(query)];
  if (order !== "newest") params.set("order", order);
  if (size !== usualPageSize) params.set("size", String(size));
  return params;
}

const longestValue = 1000;
const usualPageSize = 50;

const codeSyntax = /^B-[\w-]{1,62}$/;
const maxSelected = 500;

/**
 * Reads the selection of a form: all that match its filter and are not newer than `upTo`, or the
 * Batches with its codes.
 */
export function readSelection(form: URLSearchParams, newest: number): Selection {
  if (form.get("scope") !== "all") {
    const codes = form.getAll("batch").filter((code) => codeSyntax.test(code));
    return { codes: codes.slice(0, maxSelected) };
  }
  return { filter: readFilter(form), upTo: readKey(form.get("upTo")) ?? newest };
}

/** How many Batches a page can show. */
export const pageSizes = [25, 50, 100, 200] as const;

/** Reads the number of Batches per page; 50 if it is absent or invalid. */
export function readPageSize(query: URLSearchParams): number {
  return pageSizes.find((each) => String(each) === query.get("size")) ?? usualPageSize;
}

/** Reads the order of the list; newest first if it is absent or invalid. */
export function readOrder(query: URLSearchParams): BatchOrder {
  return batchOrders.find((each) => each === query.get("order")) ?? "newest";
}

/** Reads the page of an address. */
export function readCursor(query: URLSearchParams): Cursor {
  return { after: readKey(query.get("after")), before: readKey(query.get("before")) };
}

function readKey(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function readMoment(text: string | null): Date | undefined {
  return text !== null && /^[\d:.TZ-]{10,30}$/.test(text) ? momentOf(text) : undefined;
}

function readDay(text: string | null): Date | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return momentOf(`${text}T00:00:00Z`);
}
