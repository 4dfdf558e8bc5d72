import { join } from "node:path";
import { exists } from "../exists.ts";
import type { Job } from "../model/claim.ts";

/** Whether a Batch's folder does not exist although its inbox does. */
export function isSourceGone({ base, uid }: Pick<Job, "base" | "uid">): boolean {
  return exists(base) && !exists(join(base, uid));
}
