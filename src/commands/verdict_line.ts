import type { Screened } from "../screen/screen_image.ts";

/** What screening found, in one line. */
export function verdictLine(screened: Screened): string {
  if (screened.kind === "held") {
    return `held back by ${screened.group}, "${screened.rule}": ${screened.why}`;
  }
  const { verdict, group, rule, rectangles } = screened.screening;
  if (verdict === "pass") return "passes: no rule speaks of it";
  const areas = rectangles.length > 0 ? `: ${rectangles.join("; ")}` : "";
  return `${verdict} by ${group}, "${rule}"${areas}`;
}
