import { z } from "@hono/zod-openapi";
import { momentOf } from "../moment_of.ts";
import { isTimeZone } from "../view.ts";
import { batchStatuses } from "../../model/batch.ts";

const status = z.enum(batchStatuses);
const uid = z.string().regex(/^[0-9.]{1,64}$/, "is not a UID");
const code = z.string().max(64);
const time = z.iso.datetime();
const count = z.int().min(0);
const key = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => momentOf(text) !== undefined, { error: "is in no year of ours" })
  .transform((text) => new Date(text));

/** What every list is asked with: how much of it, and from where; `next` and `previous` say it. */
const paging = {
  limit: z.coerce.number().int().min(1).max(500).default(100)
    .openapi({ description: "results on a page" }),
  after: key.optional().openapi({ type: "integer", description: "taken from next" }),
  before: key.optional().openapi({ type: "integer", description: "taken from previous" }),
};

export const batchQuery = z.object({
  status: status.optional(),
  attention: z.stringbool().optional()
    .openapi({ type: "boolean", description: "failed, files left out or held back, or changed" }),
  code: code.optional().openapi({ description: "the beginning of a code" }),
  since: moment.optional()
    .openapi({ type: "string", description: "found at this day or time, or later" }),
  until: moment.optional().openapi({ type: "string", description: "found before" }),
  ...paging,
});

export const imageQuery = z.object({
  batch: code.optional().openapi({ description: "a Batch's code" }),
  series: uid.optional().openapi({ description: "SeriesInstanceUID, as delivered" }),
  study: uid.optional().openapi({ description: "StudyInstanceUID, as delivered" }),
  patient: code.optional().openapi({ description: "a pseudonym, P-…" }),
  ...paging,
});

export const seriesQuery = z.object({
  modality: z.string().max(16).optional(),
  study: uid.optional().openapi({ description: "StudyInstanceUID, as delivered" }),
  patient: code.optional().openapi({ description: "a pseudonym, P-…" }),
  ...paging,
});

export const dailyQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
  zone: z.string().default("UTC")
    .refine(isTimeZone, { error: "is no time zone" })
    .openapi({ description: "IANA name of the time zone whose midnights count" }),
});

/** Names of folders can hold names of patients: in addresses they would reach proxies and traces. */
export const batchCode = z.object({
  code: code.openapi({ param: { name: "code", in: "path" }, description: "a Batch's code, B-…" }),
});

export const findBody = z.object({
  name: z.string().min(1).max(255)
    .refine((name) => !name.includes("\0"), { error: "holds a NUL" })
    .openapi({ description: "a code, or the name of a folder; answers have the code alone" }),
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
    description: "the version of the settings its output was made with",
  }),
  changed: z.boolean().openapi({ description: "its folder changed after its job" }),
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
  start: time.openapi({ description: "when the day began" }),
  batches: count,
  images: count,
  bytes: count,
  errors: count,
}).openapi("Day");

export const retryResult = z.object({
  code,
  status: z.string().openapi({ description: "before the retry" }),
  retried: z.boolean().openapi({ description: "false when it waits or is in work anyway" }),
}).openapi("Retry");

export const faultResult = z.object({ error: z.string() }).openapi("Fault");
