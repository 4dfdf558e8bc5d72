import { Gauge, type Registry } from "prom-client";
import { isDown, type TargetState } from "../database/views/read_targets.ts";

const help = {
  up: "1 if the target receives Batches, 0 if it is down",
  attempts: "Attempts to deliver a Batch since the target was added",
  delivered_batches: "Batches that the target has confirmed",
  backlog_batches: "Batches that the target has not confirmed yet",
  backlog_bytes: "Size of these Batches",
  oldest_seconds: "How long the oldest of these Batches has waited",
  success_seconds: "Time since the last success; absent before the first",
} as const;

/**
 * Registers the metrics of targets and returns the function that shows them. They come from the
 * database, so that they survive a restart. Targets that were removed disappear.
 */
export function targetGauges(registry: Registry): (targets: readonly TargetState[]) => void {
  const registers = [registry];
  const labelNames = ["target"] as const;
  const gauge = (name: keyof typeof help): Gauge<"target"> =>
    new Gauge({ name: `dicom_intake_target_${name}`, help: help[name], registers, labelNames });
  const up = gauge("up");
  const attempts = gauge("attempts");
  const delivered = gauge("delivered_batches");
  const batches = gauge("backlog_batches");
  const bytes = gauge("backlog_bytes");
  const oldest = gauge("oldest_seconds");
  const success = gauge("success_seconds");
  const failures = new Gauge({
    name: "dicom_intake_target_failures",
    help: "Failed attempts by code since the target was added",
    labelNames: ["target", "code"],
    registers,
  });
  const all = [up, attempts, delivered, batches, bytes, oldest, success, failures];
  return (targets) => {
    for (const one of all) one.reset();
    for (const state of targets) {
      const target = { target: state.name };
      up.set(target, isDown(state) ? 0 : 1);
      attempts.set(target, state.attempts);
      delivered.set(target, state.delivered);
      batches.set(target, state.waiting);
      bytes.set(target, state.bytes);
      oldest.set(target, state.oldestSeconds ?? 0);
      if (state.successSeconds !== null) success.set(target, state.successSeconds);
      for (const [code, count] of Object.entries(state.failed)) {
        failures.set({ ...target, code }, count);
      }
    }
  };
}
