import type { Environment } from "./src/cli/command.ts";
import { commandGroups, loadCommand } from "./src/cli/commands/command_groups.ts";
import { relaunchDetached } from "./src/cli/detach.ts";
import { programHelp } from "./src/cli/help.ts";
import { styled, terminalOf } from "./src/cli/terminal.ts";
import { wrapText } from "./src/cli/wrap_text.ts";
import { IntakeError } from "./src/model/errors.ts";
import { classifyFault, traceOf } from "./src/pipeline/classify_fault.ts";
import { ReaderGoneError, writeOutput } from "./src/system/standard_output.ts";
import { version } from "./src/system/version.ts";
import { writeAll } from "./src/system/write_and_sync.ts";

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
    environment.stdout(programHelp(await commandGroups()));
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    environment.stdout(`dicom-intake ${version}\n`);
    return 0;
  }
  const command = await loadCommand(name);
  if (command) return await command.execute(args, environment);
  throw new IntakeError("USAGE", `unknown command ${name}`, "see dicom-intake --help");
}

/** Prints an error and returns its exit code. */
function reportFault(error: unknown): number {
  if (error instanceof ReaderGoneError) return brokenPipe;
  const fault = classifyFault(error);
  const terminal = terminalOf(Deno.stderr);
  const { columns } = terminal;
  const text = wrapText(`dicom-intake: ${fault.message}`, columns, { next: "  " }) +
    wrapText(`${fault.hint} [${fault.code}]`, columns, { first: "  " });
  environment.stderr(text.replace("dicom-intake:", (name) => styled(name, "red", terminal)));
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
