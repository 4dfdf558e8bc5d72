import type { Screened } from "../screen/screen_image.ts";

/** Describes the result of screening in one line. */
export function verdictLine(screened: Screened): string {
  if (screened.kind === "held") {
    return `Held back by rule "${screened.rule}" (${screened.group}): ${screened.why}`;
  }
  const { verdict, group, rule, rectangles } = screened.screening;
  if (verdict === "pass") return "Not held: no rule matched.";
  const areas = rectangles.length > 0 ? `: ${rectangles.join("; ")}` : "";
  return `${verdict} by rule "${rule}" (${group})${areas}`;
}
