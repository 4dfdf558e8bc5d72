import type { FailureName, IntakeEvent } from "../model/event.ts";
import { classifyFault } from "../pipeline/classify_fault.ts";

/** Creates the event that reports a fault outside any job. */
export function failureEvent<Name extends FailureName>(
  name: Name,
  error: unknown,
): Extract<IntakeEvent, { readonly name: FailureName }> {
  const { code, message: reason, hint } = classifyFault(error);
  return { name, level: "error", code, reason, hint };
}
