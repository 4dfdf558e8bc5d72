import { hostname } from "node:os";
import { stopIfUnused } from "../../database/private_server/join_private_server.ts";
import { type RunningProcess, runningProcesses } from "../../system/running_processes.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { defineCommand } from "../command.ts";

/** `stop`: stops all processes of a STATE_DIR and waits until they have ended. */
export const stop = defineCommand({
  name: "stop",
  summary: "Stop the processes of this STATE_DIR, and wait until they have ended.",
  examples: [
    [
      "stop --state-dir /var/lib/dicom-intake",
      "stops watch, queue and serve of this STATE_DIR",
    ],
  ],
  settings: ["stateDir", "databaseUrl", "grace"],
  flags: {},
  async run({ settings }, { stdout }): Promise<number> {
    const state = openStateDir(settings.stateDir);
    const running = runningProcesses(state.run);
    for (const process of running) await end(process, settings.grace, stdout);
    if (running.length === 0) stdout("no process was running\n");
    if (settings.databaseUrl) return 0;
    const server = await stopIfUnused({ stateDir: state.path });
    const stoppedByLast = server === "not running" && running.length > 0;
    stdout(`private PostgreSQL: ${stoppedByLast ? "stopped by the last process" : server}\n`);
    return 0;
  },
});

async function end(
  { command, pid, host, ended }: RunningProcess,
  graceSeconds: number,
  stdout: (text: string) => void,
): Promise<void> {
  if (host !== hostname()) {
    stdout(`${command} (process ${pid}) runs on ${host}: stop it on that host\n`);
    return;
  }
  Deno.kill(pid, "SIGTERM");
  stdout(`${command} (process ${pid}): waiting for running jobs, at most ${graceSeconds} s …\n`);
  await ended();
  stdout(`${command} (process ${pid}): stopped\n`);
}
