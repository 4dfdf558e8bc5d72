import type { News } from "../log.ts";
import { classifyFault } from "../pipeline/classify_fault.ts";

/** What went wrong outside any Batch, as news. */
export function faultNews(event: string, error: unknown): News {
  const { code, message: reason, hint } = classifyFault(error);
  return { event, level: "error", code, reason, hint };
}
