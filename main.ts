import { errors } from "./src/commands/errors.ts";
import type { Command, Surroundings } from "./src/commands/command.ts";
import { deidentify } from "./src/commands/deidentify.ts";
import { demo } from "./src/commands/demo.ts";
import { explain } from "./src/commands/explain.ts";
import { exportCatalogue } from "./src/commands/export.ts";
import { metrics } from "./src/commands/metrics.ts";
import { queue } from "./src/commands/queue.ts";
import { reidentify } from "./src/commands/reidentify.ts";
import { relaunchDetached } from "./src/commands/relaunch.ts";
import { retry } from "./src/commands/retry.ts";
import { screen } from "./src/commands/screen.ts";
import { status } from "./src/commands/status.ts";
import { stop } from "./src/commands/stop.ts";
import { watch } from "./src/commands/watch.ts";
import { IntakeError } from "./src/errors.ts";
import { classifyFault, traceOf } from "./src/pipeline/classify_fault.ts";
import { version } from "./src/version.ts";
import { writeAll } from "./src/write_all.ts";

const commands: readonly Command[] = [
  ...[watch, queue, stop, status, errors, retry],
  ...[screen, deidentify, explain, reidentify, exportCatalogue, metrics, demo],
];

const surroundings: Surroundings = {
  env: (name) => Deno.env.get(name),
  stdout: (text) => write(Deno.stdout, text),
  stderr: (text) => write(Deno.stderr, text),
  isTerminal: Deno.stderr.isTerminal(),
  relaunch: (logFile) => relaunchDetached(Deno.args.filter((a) => a !== "--detach"), logFile),
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h") {
    surroundings.stdout(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    surroundings.stdout(`dicom-intake ${version}\n`);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return await command.execute(args, surroundings);
  throw new IntakeError("USAGE", `there is no command ${name}`, "see dicom-intake --help");
}

function overview(): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`);
  return [
    "dicom-intake: folders of DICOM images are catalogued, de-identified and delivered.\n",
    ...lines,
    "\nEvery command explains its flags and settings with --help.\n",
  ].join("\n");
}

function write(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  writeAll(stream, new TextEncoder().encode(text));
}

/** The one place where a fault becomes a sentence and an exit code. */
function explainFault(error: unknown): number {
  const fault = classifyFault(error);
  surroundings.stderr(`dicom-intake: ${fault.message}\n  ${fault.hint} [${fault.code}]\n`);
  const trace = fault.code === "INTERNAL" ? traceOf(fault) : undefined;
  if (trace) surroundings.stderr(`  ${trace}\n`);
  return fault.exitCode;
}

if (import.meta.main) Deno.exit(await main(Deno.args).catch(explainFault));
