import type { Context } from "hono";
import type { Reviewer } from "../../database/review/change_decision.ts";
import type { WebEnv } from "../security/guard.ts";
import { nameOf } from "../view.ts";

/** The account and the network address of a request. */
export function reviewerOf(c: Context<WebEnv>): Reviewer {
  return { by: nameOf(c.get("viewer")), from: c.env.address ?? "" };
}
