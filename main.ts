import type { Command, Environment } from "./src/cli/command.ts";
import { relaunchDetached } from "./src/cli/detach.ts";
import { IntakeError } from "./src/model/errors.ts";
import { classifyFault, traceOf } from "./src/pipeline/classify_fault.ts";
import { ReaderGoneError, writeOutput } from "./src/system/standard_output.ts";
import { version } from "./src/system/version.ts";
import { writeAll } from "./src/system/write_and_sync.ts";

/**
 * In the order of the help text. A command is loaded when it is used, because loading takes time.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  watch: async () => (await import("./src/cli/commands/watch.ts")).watch,
  queue: async () => (await import("./src/cli/commands/queue.ts")).queue,
  serve: async () => (await import("./src/cli/commands/serve.ts")).serve,
  stop: async () => (await import("./src/cli/commands/stop.ts")).stop,
  status: async () => (await import("./src/cli/commands/status.ts")).status,
  errors: async () => (await import("./src/cli/commands/errors.ts")).errors,
  retry: async () => (await import("./src/cli/commands/retry.ts")).retry,
  private: async () => (await import("./src/cli/commands/private.ts")).privateElements,
  screen: async () => (await import("./src/cli/commands/screen.ts")).screen,
  deidentify: async () => (await import("./src/cli/commands/deidentify.ts")).deidentify,
  words: async () => (await import("./src/cli/commands/words.ts")).words,
  explain: async () => (await import("./src/cli/commands/explain.ts")).explain,
  reidentify: async () => (await import("./src/cli/commands/reidentify.ts")).reidentify,
  "rotate-key": async () => (await import("./src/cli/commands/rotate_key.ts")).rotateKey,
  project: async () => (await import("./src/cli/commands/project.ts")).project,
  reconcile: async () => (await import("./src/cli/commands/reconcile.ts")).reconcile,
  export: async () => (await import("./src/cli/commands/export.ts")).exportCatalogue,
  metrics: async () => (await import("./src/cli/commands/metrics.ts")).metrics,
  "web-user": async () => (await import("./src/cli/commands/web_user.ts")).webUser,
  demo: async () => (await import("./src/cli/commands/demo.ts")).demo,
};

/** The exit code that shells use for a command ended by SIGPIPE. */
const brokenPipe = 141;

const environment: Environment = {
  env: (name) => Deno.env.get(name),
  stdout: (text) => writeOutput(text),
  stderr: (text) => writeAll(Deno.stderr, new TextEncoder().encode(text)),
  isTerminal: Deno.stderr.isTerminal(),
  exitNow: () => Deno.exit(0),
  relaunch: (logFile) => relaunchDetached(Deno.args.filter((a) => a !== "--detach"), logFile),
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h") {
    environment.stdout(await overview());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    environment.stdout(`dicom-intake ${version}\n`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return await (await load()).execute(args, environment);
  throw new IntakeError("USAGE", `unknown command ${name}`, "see dicom-intake --help");
}

async function overview(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = loaded.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`);
  return [
    "dicom-intake catalogues, de-identifies and delivers folders of DICOM images.\n",
    ...lines,
    "\nFor the flags and settings of a command: dicom-intake <command> --help\n",
  ].join("\n");
}

/** Prints an error and returns its exit code. */
function reportFault(error: unknown): number {
  if (error instanceof ReaderGoneError) return brokenPipe;
  const fault = classifyFault(error);
  environment.stderr(`dicom-intake: ${fault.message}\n  ${fault.hint} [${fault.code}]\n`);
  const trace = fault.code === "INTERNAL" ? traceOf(fault) : undefined;
  if (trace) environment.stderr(`  ${trace}\n`);
  return fault.exitCode;
}

/**
 * Without this, Deno would print the message of an uncaught error, which may contain a file name.
 */
function endAtOnce(event: PromiseRejectionEvent | ErrorEvent): void {
  const error = "reason" in event ? event.reason : event.error;
  event.preventDefault();
  Deno.exit(reportFault(error));
}

globalThis.addEventListener("unhandledrejection", endAtOnce);
globalThis.addEventListener("error", endAtOnce);
if (import.meta.main) Deno.exit(await main(Deno.args).catch(reportFault));
