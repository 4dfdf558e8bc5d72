import { connect, type Sql } from "../src/database/connect/sql.ts";

/** A connection that collects the plan of every statement that PostgreSQL runs for it. */
export interface ExplainedSql extends AsyncDisposable {
  readonly sql: Sql;
  /** Returns the plans since the last call. */
  readonly takePlans: () => Plan[];
}

/** A plan after execution (EXPLAIN, FORMAT JSON). */
export interface Plan {
  readonly Plan: PlanNode;
}

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Connects to a private server with a session that reports every plan (auto_explain), including
 * those of statements in functions and triggers.
 */
export async function openExplained(stateDir: string): Promise<ExplainedSql> {
  let plans: Plan[] = [];
  const sql = connect(
    { host: stateDir, port: 5432, user: "dicom_intake", database: "dicom_intake" },
    {
      max: 1,
      onNotice: (message) => {
        if (message.startsWith("duration:")) plans.push(JSON.parse(message.replace(/^[^{]+/, "")));
      },
    },
  );
  await sql.unsafe(`
    load 'auto_explain';
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_analyze = on;
    set auto_explain.log_format = json;
    set auto_explain.log_level = notice;
    set auto_explain.log_nested_statements = on`);
  return {
    sql,
    takePlans: () => {
      const taken = plans;
      plans = [];
      return taken;
    },
    [Symbol.asyncDispose]: () => sql.end({ timeout: 5 }),
  };
}

/** The tables that a plan scans sequentially. */
export function scannedTables({ Plan: root }: Plan): string[] {
  const tables = (node: PlanNode): string[] => [
    ...(node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? ""] : []),
    ...(node.Plans ?? []).flatMap(tables),
  ];
  return tables(root);
}
