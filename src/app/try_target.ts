import type { Sql } from "../database/connect/sql.ts";
import { probeSoon } from "../database/deliveries/probe_soon.ts";
import { checkTarget } from "../deliver/check_target.ts";
import type { Destination } from "../deliver/destination.ts";
import type { TargetCheck } from "../model/target.ts";

/**
 * Tests a target within `limitMs` milliseconds. What waits for a target that is ready again is sent
 * at once. Never throws for a fault of the target.
 */
export async function tryTarget(
  sql: Sql,
  destination: Destination,
  limitMs: number,
): Promise<TargetCheck> {
  const check = await checkTarget(destination, limitMs);
  if (check.isReady) await probeSoon(sql, check.target);
  return check;
}
