import { z } from "@hono/zod-openapi";
import { batchStatuses } from "../../model/batch.ts";
import { deliveryStates } from "../../model/target.ts";

const status = z.enum(batchStatuses);
const code = z.string().max(64);
const time = z.iso.datetime();
const count = z.int().min(0);

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
  modalities: z.array(z.string()).readonly(),
  pseudonyms: z.array(z.string()).readonly().openapi({
    description: "patients of the output, at most five",
  }),
  targets: z.array(z.object({ target: z.string(), state: z.enum(deliveryStates) })).readonly(),
  projectVersion: count.nullable().openapi({
    description: "version of the settings with which the output was created",
  }),
  changed: z.boolean().openapi({ description: "the folder changed after processing" }),
  acknowledged: z.boolean().openapi({
    description: "needs no attention: a person has acknowledged it, and nothing new has happened",
  }),
  foundAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
}).openapi("Batch");

/** A code with a row in `docs/troubleshooting.md`. */
const faultCode = z.string();

export const batchDetailResult = batchResult.extend({
  errorReason: z.string().nullable(),
  seconds: z.record(z.string(), z.number())
    .openapi({ description: "duration of each stage in seconds" }),
  studyDates: count,
  patients: count,
  instanceGaps: count.openapi({ description: "missing instance numbers within series" }),
  gateFindings: count.openapi({ description: "images delivered in spite of findings" }),
  repairs: z.record(z.string(), count).openapi({ description: "repaired images by code" }),
  acknowledgement: z.object({
    at: time,
    by: z.string().nullable(),
    note: z.string().nullable(),
  }).nullable(),
  findings: z.array(z.object({
    level: z.enum(["error", "warn"]),
    code: faultCode.nullable(),
    text: z.string(),
    hint: z.string(),
  })),
  events: z.array(z.object({
    at: time,
    status,
    stage: z.string(),
    claim: count,
    worker: z.string().nullable(),
    code: faultCode.nullable(),
    note: z.string().nullable().openapi({ description: "what a person wrote about an action" }),
  })).openapi({ description: "the last 200 status changes, oldest first" }),
  log: z.array(z.object({
    at: time,
    level: z.string(),
    event: z.string(),
    fields: z.record(z.string(), z.union([z.string(), z.number()])),
    worker: z.string(),
  })).openapi({ description: "the last 200 lines of the log about it, oldest first" }),
  receipts: z.array(z.object({
    target: z.string(),
    images: count,
    bytes: count,
    lastAt: time,
  })).openapi({ description: "what each target has confirmed" }),
  refused: z.array(z.object({
    target: z.string(),
    image: z.string(),
    code: faultCode,
    reason: z.string().nullable(),
  })).openapi({ description: "the first 500 images that targets refused for good" }),
  skippedFiles: z.array(z.object({
    file: z.int().openapi({ description: "number of the file in its folder" }),
    code: faultCode,
    reason: z.string(),
    group: z.string().nullable(),
    rule: z.string().nullable(),
  })).openapi({ description: "the first 500 skipped files" }),
}).openapi("BatchDetail");

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

export const acknowledgedResult = z.object({
  code,
  acknowledged: z.boolean(),
}).openapi("Acknowledged");

export const acknowledgedManyResult = z.object({
  acknowledged: count.openapi({ description: "the number of Batches" }),
}).openapi("AcknowledgedMany");

export const retryManyResult = z.object({
  matching: count,
  retried: count.openapi({ description: "those that did not wait and were not being processed" }),
  images: count.openapi({ description: "images of the retried Batches" }),
  bytes: count,
}).openapi("RetriedMany");

export const problemResult = z.object({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ name: z.string(), detail: z.string() })).optional()
    .openapi({ description: "the parameters that were refused" }),
}).openapi("Problem");

export const notRetriedResult = problemResult.extend({
  code,
  batchStatus: status,
}).openapi("NotRetried");
