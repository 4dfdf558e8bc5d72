import { z } from "@hono/zod-openapi";
import { batchStatuses } from "../../model/batch.ts";
import { longestNote } from "../../model/note.ts";
import { retryActions } from "../../model/retry.ts";
import { isTimeZone, momentOf } from "../view.ts";

const status = z.enum(batchStatuses);
const uid = z.string().regex(/^[0-9.]{1,64}$/, "is not a UID");
const code = z.string().max(64);
const key = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => momentOf(text) !== undefined, { error: "is not between the years 1 and 9999" })
  .transform((text) => new Date(text));

/** A whole list has no pages. */
export const pagingNames = { limit: true, after: true, before: true } as const;

/** The paging parameters of all lists. */
const paging = {
  limit: z.coerce.number().int().min(1).max(500).default(100)
    .openapi({ description: "results per page" }),
  after: key.optional().openapi({ type: "integer", description: "set by next" }),
  before: key.optional().openapi({ type: "integer", description: "set by previous" }),
};

export const batchQuery = z.strictObject({
  status: status.optional(),
  attention: z.stringbool().optional()
    .openapi({
      type: "boolean",
      description: "only Batches with errors, skipped files, images held back or a changed folder",
    }),
  acknowledged: z.stringbool().optional()
    .openapi({
      type: "boolean",
      description: "only Batches that were acknowledged, without anything new since",
    }),
  error: z.string().max(64).optional().openapi({ description: "code of the error" }),
  refusedBy: z.string().max(1000).optional()
    .openapi({ description: "a target that refused images for good" }),
  target: z.string().max(1000).optional()
    .openapi({ description: "a target of the settings, as in targets" }),
  modality: z.string().max(16).optional(),
  patient: code.optional().openapi({ description: "pseudonym, P-…" }),
  study: uid.optional().openapi({ description: "StudyInstanceUID, as delivered" }),
  accession: z.string().max(16).optional()
    .openapi({ description: "accession number, as delivered" }),
  code: code.optional().openapi({ description: "prefix of the code" }),
  since: moment.optional()
    .openapi({ type: "string", description: "found on or after this date or time" }),
  until: moment.optional().openapi({
    type: "string",
    description: "found before this date or time",
  }),
  finishedSince: moment.optional()
    .openapi({ type: "string", description: "finished on or after this date or time" }),
  finishedBefore: moment.optional()
    .openapi({ type: "string", description: "finished before this date or time" }),
  ...paging,
});

export const imageQuery = z.strictObject({
  batch: code.optional().openapi({ description: "code of a Batch" }),
  series: uid.optional().openapi({ description: "SeriesInstanceUID, as delivered" }),
  study: uid.optional().openapi({ description: "StudyInstanceUID, as delivered" }),
  patient: code.optional().openapi({ description: "pseudonym, P-…" }),
  ...paging,
});

export const seriesQuery = z.strictObject({
  modality: z.string().max(16).optional(),
  study: uid.optional().openapi({ description: "StudyInstanceUID, as delivered" }),
  patient: code.optional().openapi({ description: "pseudonym, P-…" }),
  ...paging,
});

export const dailyQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(366).default(30),
  zone: z.string().default("UTC")
    .refine(isTimeZone, { error: "is not a time zone" })
    .openapi({ description: "IANA time zone that defines the days" }),
});

/** For addresses without parameters. */
export const noQuery = z.strictObject({});

/**
 * URLs contain codes only, because folder names may contain patient names, and proxies log URLs.
 */
export const batchCode = z.object({
  code: code.openapi({
    param: { name: "code", in: "path" },
    description: "code of the Batch, B-…",
  }),
});

export const findBody = z.strictObject({
  name: z.string().min(1).max(255)
    .refine((name) => !name.includes("\0"), { error: "contains a NUL" })
    .openapi({ description: "code or folder name; responses contain only the code" }),
}).openapi("Find");

/** The filter of a request that changes all matching Batches. */
const changeFilter = batchQuery.omit(pagingNames).extend({
  attention: z.boolean().optional()
    .openapi({ description: "only Batches that need attention, as in the list" }),
  acknowledged: z.boolean().optional()
    .openapi({ description: "only Batches that were acknowledged, as in the list" }),
}).refine((filter) => Object.values(filter).some((value) => value !== undefined), {
  error: "selects all Batches: give at least one parameter",
});

const note = z.string().trim().min(1).max(longestNote)
  .refine((text) => !text.includes("\0"), { error: "contains a NUL" })
  .openapi({ description: "why no attention is needed, without patient data" });

export const acknowledgeBody = z.strictObject({ note }).openapi("Acknowledge");

export const acknowledgeManyBody = z.strictObject({
  filter: changeFilter,
  note,
  dryRun: z.boolean().default(false)
    .openapi({ description: "only count what would be acknowledged" }),
}).openapi("AcknowledgeMany");

export const retryBody = z.strictObject({
  filter: changeFilter,
  action: z.enum(retryActions).default("retry"),
  dryRun: z.boolean().default(false)
    .openapi({ description: "only count what would be processed again" }),
}).openapi("RetryMany");
