import { z } from "zod";
import { tryTarget } from "../../app/try_target.ts";
import { openDatabase } from "../../database/open_database.ts";
import { isDown, readTargets, type TargetState } from "../../database/views/read_targets.ts";
import type { TargetCheck } from "../../model/target.ts";
import { defineCommand, flag } from "../command.ts";
import { chosenByName, openTargets, targetSettings } from "../delivery_targets.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";

/** `targets`: shows the targets and what waits for them, and tests them. */
export const targets = defineCommand({
  name: "targets",
  summary: "Show the delivery targets, which are down, and what waits for them; or test them.",
  operands: "[target]",
  examples: [
    [
      "targets",
      "shows which targets are down, since when, and what waits",
    ],
    [
      "targets --test",
      "asks each target of DELIVER_TO whether it would accept images",
    ],
  ],
  settings: [...databaseSettings, ...targetSettings],
  flags: {
    test: flag(
      z.boolean().default(false),
      "test",
      "test the targets of DELIVER_TO: C-ECHO, a query, or a file that is written and deleted",
    ),
    json: flag(z.boolean().default(false), "json", "print JSON"),
  },
  async run({ settings, flags: { test, json }, operands }, { stdout }): Promise<number> {
    const database = await openDatabase({ ...settings, connections: 2 });
    const { sql } = database;
    try {
      if (!test) {
        const states = chosenByName(await readTargets(sql), operands, nameOf);
        stdout(json ? `${JSON.stringify(states, null, 2)}\n` : formatStates(states));
        return 0;
      }
      const limitMs = settings.deliveryTimeout * 1000;
      const checks: TargetCheck[] = [];
      for (const destination of chosenByName(openTargets(settings), operands, nameOf)) {
        checks.push(await tryTarget(sql, destination, limitMs));
      }
      stdout(json ? `${JSON.stringify(checks, null, 2)}\n` : formatChecks(checks));
      return checks.every(({ isReady }) => isReady) ? 0 : 1;
    } finally {
      await database.close();
    }
  },
});

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function formatStates(states: readonly TargetState[]): string {
  if (states.length === 0) return "no Batch was handed over to a target yet\n";
  const rows = states.map((state) => [
    state.name,
    stateInWords(state),
    String(state.waiting),
    `${(state.bytes / 1e6).toFixed(1)} MB`,
    String(state.delivered),
    state.successSeconds === null ? "never" : `${Math.round(state.successSeconds)} s ago`,
    state.errorCode === null ? "" : `${state.errorCode}: ${state.errorReason ?? ""}`,
  ]);
  const head = ["target", "state", "waiting", "size", "delivered", "last success", "last failure"];
  return table(head, rows);
}

/** `down for 40 s, next attempt in 12 s` */
function stateInWords(target: TargetState): string {
  const { downSeconds, nextSeconds, failures } = target;
  if (isDown(target)) {
    const next = nextSeconds === null ? "being tried" : `next attempt in ${ceil(nextSeconds)} s`;
    return `down for ${ceil(downSeconds ?? 0)} s, ${next}`;
  }
  return failures > 0 ? `up, ${failures} failed attempts` : "up";
}

function ceil(seconds: number): number {
  return Math.ceil(seconds);
}

function formatChecks(checks: readonly TargetCheck[]): string {
  if (checks.length === 0) return "no targets configured (DELIVER_TO)\n";
  return table(
    ["target", "result", "findings"],
    checks.map(({ target, isReady, findings }) => [
      target,
      isReady ? "ready" : "not ready",
      findings.join("; "),
    ]),
  );
}
