import { type Context, context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { ClaimedBatch, JobStage } from "../model/batch.ts";
import type { IntakeEvent } from "../model/event.ts";

/** Runs a job; `begin` is called with each stage when it begins. */
export type RunJob = (begin: (stage: JobStage) => void) => AsyncIterable<IntakeEvent>;

/**
 * Yields the events of a job and records a span of it, with a child span for each stage. Spans
 * contain the code and counts of the Batch, never the name of its folder. HTTP requests of the job
 * become part of the trace. Without `OTEL_DENO=true` no spans are recorded.
 */
export async function* traceBatch(job: ClaimedBatch, run: RunJob): AsyncGenerator<IntakeEvent> {
  const tracer = trace.getTracer("dicom-intake");
  const whole = tracer.startSpan("batch", {
    attributes: {
      "batch.code": job.code,
      "batch.claim": job.claim,
      "batch.waited_seconds": job.ageSeconds,
    },
  });
  const within = trace.setSpan(context.active(), whole);
  const stages = new StageSpans(within);
  const events = run((stage) => stages.begin(stage))[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await context.with(within, () => events.next());
      if (done) return;
      describe(whole, value);
      yield value;
    }
  } finally {
    await events.return?.();
    stages.end();
    whole.end();
  }
}

/** The span of the current stage. */
class StageSpans {
  #current: Span | undefined;

  constructor(readonly within: Context) {}

  begin(stage: JobStage): void {
    this.end();
    this.#current = trace.getTracer("dicom-intake").startSpan(stage, {}, this.within);
  }

  end(): void {
    this.#current?.end();
    this.#current = undefined;
  }
}

/** Adds the result of a job to its span. */
function describe(span: Span, { name, status, code, images, skipped, bytes }: IntakeEvent): void {
  if (name === "batch.progressed" || name === "delivery.progressed") return;
  if (status !== undefined) span.setAttribute("batch.status", status);
  if (images !== undefined) span.setAttribute("batch.images", images);
  if (skipped !== undefined) span.setAttribute("batch.skipped", skipped);
  if (bytes !== undefined) span.setAttribute("batch.bytes", bytes);
  if (code === undefined) return;
  span.setAttribute("error.type", code);
  if (name === "batch.failed") span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}
