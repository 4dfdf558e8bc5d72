import { join } from "node:path";
import { exists } from "../exists.ts";
import type { Job } from "../model/claim.ts";

/** Whether a Batch's folder is gone from an inbox that is there. */
export function isDisposed({ base, uid }: Pick<Job, "base" | "uid">): boolean {
  return exists(base) && !exists(join(base, uid));
}
