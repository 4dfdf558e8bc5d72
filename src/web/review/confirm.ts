import { IntakeError } from "../../model/errors.ts";
import type { Reviewer } from "../../database/review/change_decision.ts";
import type { DecisionPorts } from "../ports.ts";

/** Confirms a decision; 0 images if it is the reviewer's own, or was changed before. */
export async function confirm(
  { confirm }: Pick<DecisionPorts, "confirm">,
  id: number,
  reviewer: Reviewer,
): Promise<number> {
  try {
    return await confirm(id, reviewer);
  } catch (error) {
    if (error instanceof IntakeError && error.code === "USAGE") return 0;
    throw error;
  }
}
