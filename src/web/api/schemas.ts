import { z } from "@hono/zod-openapi";
import { batchStatuses } from "../../model/batch.ts";
import { isTimeZone, momentOf } from "../view.ts";

const status = z.enum(batchStatuses);
const uid = z.string().regex(/^[0-9.]{1,64}$/, "is not a UID");
const code = z.string().max(64);
const time = z.iso.datetime();
const count = z.int().min(0);
const key = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => momentOf(text) !== undefined, { error: "is not between the years 1 and 9999" })
  .transform((text) => new Date(text));

/** The paging parameters of all lists. */
const paging = {
  limit: z.coerce.number().int().min(1).max(500).default(100)
    .openapi({ description: "results per page" }),
  after: key.optional().openapi({ type: "integer", description: "set by next" }),
  before: key.optional().openapi({ type: "integer", description: "set by previous" }),
};

export const batchQuery = z.object({
  status: status.optional(),
  attention: z.stringbool().optional()
    .openapi({
      type: "boolean",
      description: "only Batches with errors, skipped files, images held back or a changed folder",
    }),
  code: code.optional().openapi({ description: "prefix of the code" }),
  since: moment.optional()
    .openapi({ type: "string", description: "found on or after this date or time" }),
  until: moment.optional().openapi({
    type: "string",
    description: "found before this date or time",
  }),
  ...paging,
});

export const imageQuery = z.object({
  batch: code.optional().openapi({ description: "code of a Batch" }),
  series: uid.optional().openapi({ description: "SeriesInstanceUID, as delivered" }),
  study: uid.optional().openapi({ description: "StudyInstanceUID, as delivered" }),
  patient: code.optional().openapi({ description: "pseudonym, P-…" }),
  ...paging,
});

export const seriesQuery = z.object({
  modality: z.string().max(16).optional(),
  study: uid.optional().openapi({ description: "StudyInstanceUID, as delivered" }),
  patient: code.optional().openapi({ description: "pseudonym, P-…" }),
  ...paging,
});

export const dailyQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
  zone: z.string().default("UTC")
    .refine(isTimeZone, { error: "is not a time zone" })
    .openapi({ description: "IANA time zone that defines the days" }),
});

/**
 * URLs contain codes only, because folder names may contain patient names, and proxies log URLs.
 */
export const batchCode = z.object({
  code: code.openapi({
    param: { name: "code", in: "path" },
    description: "code of the Batch, B-…",
  }),
});

export const findBody = z.object({
  name: z.string().min(1).max(255)
    .refine((name) => !name.includes("\0"), { error: "contains a NUL" })
    .openapi({ description: "code or folder name; responses contain only the code" }),
}).openapi("Find");

export const batchResult = z.object({
  code,
  status,
  stage: z.string(),
  errorCode: z.string().nullable(),
  images: count,
  series: count,
  skipped: count,
  heldBack: count,
  bytes: count,
  attempts: count,
  projectVersion: count.nullable().openapi({
    description: "version of the settings with which the output was created",
  }),
  changed: z.boolean().openapi({ description: "the folder changed after processing" }),
  foundAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
}).openapi("Batch");

export const imageResult = z.object({
  sopInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  studyInstanceUid: z.string(),
  patient: z.string().nullable(),
  batch: code,
  modality: z.string().nullable(),
  instanceNumber: z.int().nullable(),
  rows: z.int().nullable(),
  columns: z.int().nullable(),
  frames: z.int().nullable(),
  bytes: count,
  sha256: z.string().nullable(),
  sopClassUid: z.string().nullable(),
  transferSyntaxUid: z.string(),
  verdict: z.string(),
  rule: z.string().nullable(),
}).openapi("Image");

export const seriesResult = z.object({
  seriesInstanceUid: z.string(),
  studyInstanceUid: z.string(),
  patient: z.string().nullable(),
  studyDate: z.iso.date().nullable(),
  modality: z.string().nullable(),
  bodyPart: z.string().nullable(),
  seriesNumber: z.int().nullable(),
  description: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  images: count,
  bytes: count,
}).openapi("Series");

export const dailyResult = z.object({
  start: time.openapi({ description: "start of the day" }),
  batches: count,
  images: count,
  bytes: count,
  errors: count,
}).openapi("Day");

export const retryResult = z.object({
  code,
  status: z.string().openapi({ description: "status before the retry" }),
  retried: z.boolean().openapi({ description: "false if the Batch was queued or being processed" }),
}).openapi("Retry");

export const faultResult = z.object({ error: z.string() }).openapi("Fault");
