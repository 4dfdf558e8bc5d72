import type { EventNamed } from "../../../src/model/event.ts";

type Counts<Name extends "batch.finished" | "batch.progressed"> = Partial<
  Pick<EventNamed<Name>, "images" | "skipped" | "bytes">
>;

/** The event that reports the end of a job, with the given counts and otherwise zeros. */
export function batchFinished(
  batch: string,
  counts: Counts<"batch.finished"> & { readonly seconds?: number } = {},
): EventNamed<"batch.finished"> {
  const none = { images: 0, skipped: 0, held: 0, bytes: 0, seconds: 0 };
  return { name: "batch.finished", level: "info", batch, status: "DONE", ...none, ...counts };
}

/** The event that reports how far a job is, with the given counts and otherwise zeros. */
export function batchProgressed(
  batch: string,
  counts: Counts<"batch.progressed"> = {},
): EventNamed<"batch.progressed"> {
  const none = { images: 0, skipped: 0, bytes: 0 };
  return { name: "batch.progressed", level: "debug", batch, ...none, ...counts };
}
