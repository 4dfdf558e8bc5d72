import { adviceOn, adviceSections } from "../web/help/advice.ts";
import { terminalOf } from "./terminal.ts";
import { wrapText } from "./wrap_text.ts";

/** A code that `errors` shows, of a Batch or of something in it. */
export interface ShownCode {
  readonly code: string;
  /** It is the code of the Batch itself: the same code may mean something else for a file. */
  readonly isOfBatch: boolean;
}

const mostColumns = 80;

/** What each code means and what to do, each once; empty if no code has an explanation. */
export function errorHints(codes: readonly ShownCode[], terminal = terminalOf()): string {
  const columns = Math.min(terminal.columns, mostColumns);
  const { batch, file } = adviceSections;
  const lines = new Set(codes.flatMap(({ code, isOfBatch }) => {
    const known = adviceOn(code, isOfBatch ? batch : file) ?? adviceOn(code);
    if (!known) return [];
    const text = `${known.meaning} ${known.remedy}`.replaceAll("`", "").trim();
    return [`  ${code}\n${wrapText(text, columns, { first: "    " })}`];
  }));
  return lines.size === 0 ? "" : `What the codes mean, and what to do:\n${[...lines].join("")}`;
}
