import { runLongTests } from "./run_long_tests.ts";

/**
 * Runs all tests that try to break the program, with large amounts, and prints totals:
 * `deno task test:chaos`. Amounts are environment variables; the suite runs the same tests short.
 */
const amounts: Readonly<Record<string, string>> = {
  KILLS: "200",
  WORKER_KILLS: "40",
  SERVER_KILLS: "20",
  FAULT_ROUNDS: "5",
  POOLED_BATCHES: "500",
  MUTATIONS: "100000",
  MANY_FILES: "200000",
  MANY_STUDIES: "20000",
  OUTAGE_SECONDS: "180",
};

const tests = [
  "test/system/mutation_test.ts", // the longest
  "test/system/crash_points_test.ts",
  "test/system/kill_test.ts",
  "test/main_job/crash_test.ts",
  "test/system/many_workers_test.ts",
  "test/system/fenced_test.ts",
  "test/system/database_away_test.ts",
  "test/system/lost_connections_test.ts",
  "test/system/pooler_test.ts",
  "test/database/private_server/join_private_server_test.ts",
  "test/system/private_server_killed_test.ts",
  "test/system/disk_full_test.ts",
  "test/system/clocks_test.ts",
  "test/system/hostile_folders_test.ts",
  "test/system/file_faults_test.ts",
  "test/system/permissions_test.ts",
  "test/system/mounted_cycles_test.ts",
  "test/system/many_files_test.ts",
  "test/pipeline/image/truncation_test.ts",
  "test/dicom/read/hostile_test.ts",
  "test/system/late_files_test.ts",
  "test/system/stalled_threads_test.ts",
  "test/system/suspects_test.ts",
  "test/system/costly_files_test.ts",
  "test/pipeline/image/fair_pool_test.ts",
  "test/system/hostile_node_test.ts",
  "test/system/two_settings_test.ts",
  "test/system/idle_connections_test.ts",
  "test/folder/expected_files_test.ts",
  "test/system/slow_inbox_test.ts",
  "test/system/no_worker_test.ts",
  "test/system/many_studies_test.ts",
  "test/system/retry_while_away_test.ts",
  "test/system/target_outage_test.ts",
  "test/system/refused_start_test.ts",
  "test/system/refused_folder_test.ts",
  "test/system/session_defaults_test.ts",
];

function table(figures: string): string {
  const sums = new Map<string, number>();
  for (const line of figures.trim().split("\n")) {
    if (line === "") continue;
    const { what, value } = JSON.parse(line);
    sums.set(what, (sums.get(what) ?? 0) + Number(value));
  }
  return [...sums].map(([what, sum]) => `${what.padEnd(60)} ${String(sum).padStart(8)}\n`).join("");
}

const { code, figures } = await runLongTests(amounts, [...tests, ...Deno.args]);
const verdict = code === 0 ? "nothing was lost: all tests passed" : "A TEST FAILED: see above";
await Deno.stdout.write(new TextEncoder().encode(`\n${table(figures)}${verdict}\n`));
Deno.exit(code);
