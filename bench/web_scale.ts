import { cpuUsage } from "node:process";
import { openReviewPorts } from "../src/app/review_ports.ts";
import { connect, type Sql } from "../src/database/connect/sql.ts";
import { openDatabase } from "../src/database/open_database.ts";
import { createApp, type WebApp } from "../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../src/web/security/accounts.ts";
import { portsOf } from "../test/support/web/web_ports.ts";
import { type ExplainedSql, openExplained, scannedTables } from "./explained_sql.ts";
import type { Figure } from "./figure.ts";
import { fillCatalogue } from "./fill_catalogue.ts";
import { fillLists } from "./fill_lists.ts";
import { quantile } from "./quantile.ts";
import { cpuSecondsOfFamily } from "./server_cpu.ts";
import { type Sample, samplePaths } from "./sample_paths.ts";

const requests = Number(Deno.env.get("SCALE_REQUESTS") ?? 100);
/** After this many requests PostgreSQL has chosen its final plan of a prepared statement. */
const explainedRequests = 10;

/**
 * The response times of pages and lists for a catalogue of 100,000 Batches and 5,000,000 images,
 * and the tables that their plans scan sequentially. The catalogue is created in SCALE_DIR if it
 * does not exist (ten minutes, 5 GB).
 */
export async function webScale(): Promise<Figure[]> {
  const directory = Deno.env.get("SCALE_DIR") ?? Deno.makeTempDirSync({ prefix: "web-scale-" });
  Deno.mkdirSync(directory, { recursive: true });
  Deno.chmodSync(directory, 0o755);
  const stateDir = `${directory}/state`;
  const database = await openDatabase({ stateDir, connections: 6 });
  const { sql } = database;
  try {
    if ((await sql`select from batch limit 1`).count === 0) {
      await withTime(stateDir, async (slow) => {
        await fillCatalogue(slow, { batches: 100_000, imagesPerBatch: 52 });
        await fillLists(slow);
      });
    }
    await withTime(stateDir, (slow) => slow`vacuum analyze`);
    await using explained = await openExplained(stateDir);
    const [size] = await sql`
      select (select count(*) from batch)::int as batches, (select count(*) from image)::int as images`;
    const before = await sequentialScans(sql);
    const figures = await measurePages(sql, explained, serverPid(stateDir));
    const scans = await sequentialScans(sql) - before;
    return [
      { what: "catalogue", value: `${size?.["batches"]} Batches, ${size?.["images"]} images` },
      ...figures,
      { what: "sequential scans of images, as PostgreSQL counts them", value: String(scans) },
    ];
  } finally {
    await database.close();
  }
}

/** Connects with a statement time limit of one hour. */
async function withTime(host: string, act: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  const address = { host, port: 5432, user: "dicom_intake", database: "dicom_intake" };
  const sql = connect(address, { max: 1, statementMs: 3_600_000 });
  await act(sql);
  await sql.end();
}

async function measurePages(
  sql: Sql,
  explained: ExplainedSql,
  server: string,
): Promise<Figure[]> {
  using app = appOf(sql);
  using explainedApp = appOf(explained.sql);
  const tables = await imageTables(sql);
  const figures: Figure[] = [];
  for (const [what, paths] of Object.entries(await samplePaths(sql, requests))) {
    const times: number[] = [];
    const cpuBefore = cpuSeconds(server);
    for (const path of paths) times.push(await ask(app, path));
    const cpu = ((cpuSeconds(server) - cpuBefore) * 1000 / paths.length).toFixed(0);
    const sorted = times.toSorted((a, b) => a - b);
    const [median, late] = [0.5, 0.95].map((share) => quantile(sorted, share).toFixed(1));
    const plans = await plansOf(explainedApp, explained, paths.slice(0, explainedRequests), tables);
    const figure = {
      what,
      value: `p50 ${median} ms, p95 ${late} ms, ${cpu} ms of processor time; ${plans}`,
    };
    figures.push(figure);
    // deno-lint-ignore no-console
    console.error(`${figure.what}: ${figure.value}`);
  }
  return figures;
}

function serverPid(stateDir: string): string {
  const [pid = ""] = Deno.readTextFileSync(`${stateDir}/database/postmaster.pid`).split("\n");
  return pid;
}

/** Processor time of this process and of the server: what a request takes on an idle machine. */
function cpuSeconds(server: string): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6 + cpuSecondsOfFamily(server);
}

/** Only a reviewer sees reviews, and only an administrator sees accounts. */
const roles = ["reviewer", "administrator"] as const;
const accounts = parseAccounts(formatAccounts(
  roles.map((role) => ({ kind: "token", name: role, role, hash: hashToken(`di_${role}`) })),
));

function appOf(sql: Sql): WebApp & Disposable {
  // no picture is requested
  const review = openReviewPorts({ sql, quarantine: "/nonexistent", fourEyes: false });
  const app = createApp({ ...portsOf(sql, { accounts: () => accounts }), review }, (error) => {
    throw error;
  });
  return {
    ...app,
    [Symbol.dispose](): void {
      app[Symbol.dispose]();
      review[Symbol.dispose]();
    },
  };
}

/** Returns the response time in milliseconds. */
async function ask(app: WebApp, sample: Sample): Promise<number> {
  const startedAt = performance.now();
  const { path, form } = typeof sample === "string" ? { path: sample, form: undefined } : sample;
  const role = /^(?:\/api)?\/review/.test(path) ? "reviewer" : "administrator";
  const request = new Request(`http://localhost${path}`, {
    headers: { authorization: `Bearer di_${role}` },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  const answer = await app.fetch(request, {});
  await answer.text();
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status}`);
  return performance.now() - startedAt;
}

/** Reports the number of plans, and which tables they scan sequentially. */
async function plansOf(
  app: WebApp,
  explained: ExplainedSql,
  paths: readonly Sample[],
  imageTables: ReadonlySet<string>,
): Promise<string> {
  explained.takePlans();
  for (const path of paths) await ask(app, path);
  const plans = explained.takePlans();
  const scanned = new Set(plans.flatMap(scannedTables));
  const images = [...scanned].filter((table) => imageTables.has(table));
  const others = [...scanned].filter((table) => !imageTables.has(table));
  const said = images.length > 0 ? `SCANS ${images.join(", ")}` : "none scans image";
  const besides = others.length > 0 ? `, but ${others.join(", ")}` : "";
  return `${plans.length} plans, ${said}${besides}`;
}

/** The names of the image table and its partitions. */
async function imageTables(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where oid = 'image'::regclass or oid in (select relid from pg_partition_tree('image'))`;
  return new Set(rows.map(({ name }) => name));
}

/**
 * PostgreSQL's own count of sequential scans. Backends report it with a delay, so each is asked to
 * flush first.
 */
async function sequentialScans(sql: Sql): Promise<number> {
  await Promise.all(Array.from({ length: 12 }, () => sql`select pg_stat_force_next_flush()`));
  await sql`select pg_stat_clear_snapshot()`;
  const [row] = await sql<{ scans: number }[]>`
    select sum(seq_scan)::int as scans from pg_stat_user_tables
    where schemaname = 'public' and relname = any(${[...await imageTables(sql)]}::text[])`;
  return row?.scans ?? 0;
}
