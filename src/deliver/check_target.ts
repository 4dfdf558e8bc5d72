import { IntakeError } from "../model/errors.ts";
import type { TargetCheck } from "../model/target.ts";
import { DeliveryError, type Destination, TargetDownError } from "./destination.ts";

/** Tests a target within `limitMs` milliseconds. Never throws for a fault of the target. */
export async function checkTarget(
  { name: target, check }: Destination,
  limitMs: number,
): Promise<TargetCheck> {
  if (!check) return { target, isReady: false, findings: ["this target cannot be tested"] };
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new DeliveryError(false, "no answer in time"));
  }, limitMs);
  const abort = new AbortController();
  try {
    const findings = await Promise.race([check(abort.signal), late.promise]);
    return { target, isReady: true, findings };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const code = error instanceof TargetDownError ? error.attemptCode : "TARGET_FAULT";
    return { target, isReady: false, findings: [`${code}: ${error.reason}`] };
  } finally {
    clearTimeout(timer);
    abort.abort(new IntakeError("STOPPED", "the test has ended", ""));
  }
}
