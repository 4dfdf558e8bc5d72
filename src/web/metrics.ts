import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { IntakeState } from "../database/read_intake_state.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { PageParts } from "./ports.ts";

/** What Prometheus is told: numbers and codes, never a Batch. */
export interface Metrics {
  readonly contentType: string;
  /** Counts what this process does. */
  readonly hear: (news: IntakeEvent) => void;
  /** All metrics in Prometheus' text format, those of the whole intake read from the database. */
  readonly render: (ports: PageParts, readers: number) => Promise<string>;
}

const secondsOfBatches = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

/** Makes the metrics of this process, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const hear = countNews(registry);
  const gauges = intakeGauges(registry);
  return {
    contentType: registry.contentType,
    hear,
    async render(ports, readers): Promise<string> {
      const [state, free, missing] = await Promise.all([
        ports.state().catch(() => undefined),
        ports.freeBytes(),
        ports.missingInboxes(),
      ]);
      gauges.show(state);
      gauges.set("database_up", state ? 1 : 0);
      gauges.set("output_free_bytes", free ?? NaN);
      gauges.set("inboxes_unreadable", missing.length);
      gauges.set("processes", ports.processes().filter(({ isWorker }) => isWorker).length);
      gauges.set("live_readers", readers);
      return await registry.metrics();
    },
  };
}

function countNews(registry: Registry): (news: IntakeEvent) => void {
  const registers = [registry];
  const counter = (name: string, help: string): Counter<"status"> =>
    new Counter({ name: `dicom_intake_${name}`, help, registers, labelNames: ["status"] });
  const batches = counter("batches_ended_total", "Batches that ended in this process");
  const images = counter("images_ended_total", "Images of the Batches that ended in this process");
  const bytes = counter("bytes_ended_total", "Bytes of the Batches that ended in this process");
  const seconds = new Histogram({
    name: "dicom_intake_batch_seconds",
    help: "How long Batches took in this process, from claim to end",
    buckets: secondsOfBatches,
    registers,
  });
  return (news) => {
    const { status } = news;
    if (!status || !news.name.startsWith("batch.")) return;
    batches.inc({ status });
    images.inc({ status }, news.images ?? 0);
    bytes.inc({ status }, news.bytes ?? 0);
    if (news.seconds !== undefined) seconds.observe(news.seconds);
  };
}

const gaugeHelp = {
  database_up: "1 when the database answers",
  images: "Images of all Batches",
  held_back_images: "Images that rules held back",
  batches_with_errors: "Batches in ERROR, or with files left out",
  batches_changed: "Batches whose folder changed after their job",
  folder_conflicts: "Folders of the same name in two inboxes",
  oldest_waiting_seconds: "How long the oldest Batch has waited",
  output_free_bytes: "Room at OUTPUT_BASE",
  inboxes_unreadable: "Inboxes that cannot be read",
  processes: "Processes of this machine that process Batches for this STATE_DIR",
  workers: "Processes of any machine that process Batches of this database",
  live_readers: "Open pages that follow what happens",
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
  const set: IntakeGauges["set"] = (name, value) => gauges.get(name)?.set(value);
  const show: IntakeGauges["show"] = (state) => {
    if (!state) return;
    for (const [status, count] of Object.entries(state.batches)) batches.set({ status }, count);
    set("images", state.images);
    set("workers", state.workers);
    set("held_back_images", state.heldBack);
    set("batches_with_errors", state.withErrors);
    set("batches_changed", state.changed);
    set("folder_conflicts", state.conflicts);
    set("oldest_waiting_seconds", state.oldestWaitingSeconds ?? 0);
  };
  return { set, show };
}
