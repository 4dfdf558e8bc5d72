import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { IntakeState } from "../database/views/read_intake_state.ts";
import { targetGauges } from "./target_metrics.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { PageParts } from "./ports.ts";

/** Metrics for Prometheus: numbers and statuses, never a code of a Batch. */
export interface Metrics {
  readonly contentType: string;
  /** Counts the events of this process. */
  readonly onEvent: (event: IntakeEvent) => void;
  /**
   * Renders all metrics in the Prometheus text format; those of the whole intake come from the
   * database.
   */
  readonly render: (ports: PageParts, readers: number) => Promise<string>;
}

const secondsOfBatches = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

/** Creates the metrics of this process in a separate registry. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectProcessMetrics(registry);
  const onEvent = countEvents(registry);
  const gauges = intakeGauges(registry);
  return {
    contentType: registry.contentType,
    onEvent,
    async render(ports, readers): Promise<string> {
      const [state, free, missing] = await Promise.all([
        ports.state().catch(() => undefined),
        ports.storage.freeBytes(),
        ports.storage.missingInboxes(),
      ]);
      gauges.show(state);
      gauges.set("database_up", state ? 1 : 0);
      gauges.set("output_free_bytes", free ?? NaN);
      gauges.set("inboxes_unreadable", missing.length);
      gauges.set("processes", ports.program.processes().filter(({ isWorker }) => isWorker).length);
      gauges.set("live_readers", readers);
      return await registry.metrics();
    },
  };
}

/** They read /proc, which this program may not read, and would be 0. */
const unreadable = [
  "process_resident_memory_bytes",
  "process_virtual_memory_bytes",
  "process_heap_bytes",
  "process_open_fds",
  "process_max_fds",
];

/** Registers the metrics of the library, without those that have no value in this program. */
function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of unreadable) registry.removeSingleMetric(name);
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory size in bytes.",
    registers: [registry],
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });
}

function countEvents(registry: Registry): (event: IntakeEvent) => void {
  const registers = [registry];
  const counter = (name: string, help: string): Counter<"status"> =>
    new Counter({ name: `dicom_intake_${name}`, help, registers, labelNames: ["status"] });
  const batches = counter("batches_ended_total", "Batches that ended in this process");
  const images = counter("images_ended_total", "Images of the Batches that ended in this process");
  const bytes = counter("bytes_ended_total", "Bytes of the Batches that ended in this process");
  const seconds = new Histogram({
    name: "dicom_intake_batch_seconds",
    help: "Duration of the Batches that ended in this process, from claim to end",
    buckets: secondsOfBatches,
    registers,
  });
  return (event) => {
    const { status } = event;
    if (status === undefined) return;
    batches.inc({ status });
    images.inc({ status }, event.images ?? 0);
    bytes.inc({ status }, event.bytes ?? 0);
    if (event.seconds !== undefined) seconds.observe(event.seconds);
  };
}

const gaugeHelp = {
  database_up: "1 if the database responds",
  images: "Images of all Batches",
  held_back_images: "Images that rules held back",
  review_images: "Images that wait for the decision of a person",
  oldest_review_seconds: "Waiting time of the image that waits longest for a person",
  batches_with_errors: "Batches in ERROR or with skipped files",
  batches_changed: "Batches with a folder that changed after processing",
  folder_conflicts: "Folders with a name that exists in another inbox",
  oldest_waiting_seconds: "Waiting time of the oldest waiting Batch",
  output_free_bytes: "Free space at OUTPUT_BASE",
  inboxes_unreadable: "Inboxes that are missing or not readable",
  processes: "Processes of this machine that process Batches for this STATE_DIR",
  workers: "Processes of any machine that process Batches of this database",
  live_readers: "Open pages that are updated live",
} as const;

interface IntakeGauges {
  readonly set: (name: keyof typeof gaugeHelp, value: number) => void;
  readonly show: (state: IntakeState | undefined) => void;
}

function intakeGauges(registry: Registry): IntakeGauges {
  const registers = [registry];
  const gauges = new Map(
    Object.entries(gaugeHelp).map(([name, help]) => [
      name,
      new Gauge({ name: `dicom_intake_${name}`, help, registers }),
    ]),
  );
  const batches = new Gauge({
    name: "dicom_intake_batches",
    help: "Batches by status",
    labelNames: ["status"],
    registers,
  });
  const showTargets = targetGauges(registry);
  const set: IntakeGauges["set"] = (name, value) => gauges.get(name)?.set(value);
  const show: IntakeGauges["show"] = (state) => {
    if (!state) return;
    for (const [status, count] of Object.entries(state.batches)) batches.set({ status }, count);
    set("images", state.images);
    set("workers", state.workers);
    set("held_back_images", state.heldBack);
    set("review_images", state.review.images);
    const { since } = state.review;
    set("oldest_review_seconds", since === null ? 0 : (Date.now() - Date.parse(since)) / 1000);
    set("batches_with_errors", state.withErrors);
    set("batches_changed", state.changed);
    set("folder_conflicts", state.conflicts);
    set("oldest_waiting_seconds", state.oldestWaitingSeconds ?? 0);
    showTargets(state.targets);
  };
  return { set, show };
}
