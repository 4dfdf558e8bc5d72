/** What text for standard output or standard error must respect. */
export interface Terminal {
  /** The width in columns; Infinity in a file or pipe. */
  readonly columns: number;
  readonly hasColours: boolean;
}

/** A file or a pipe. */
export const plainText: Terminal = { columns: Infinity, hasColours: false };

const usualColumns = 80;
/** Text in narrower terminals is not readable, and may leave it. */
const fewestColumns = 30;

/** The terminal that shows a stream. There are no colours if NO_COLOR is set or TERM is dumb. */
export function terminalOf(stream: { isTerminal(): boolean } = Deno.stdout): Terminal {
  if (!stream.isTerminal()) return plainText;
  const hasColours = !Deno.noColor && Deno.env.get("TERM") !== "dumb";
  return { columns: columnsOfConsole(), hasColours };
}

function columnsOfConsole(): number {
  try {
    return Math.max(Deno.consoleSize().columns || usualColumns, fewestColumns);
  } catch {
    return usualColumns;
  }
}

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof codes;

/** Text in a style, if the terminal has colours. */
export function styled(text: string, style: Style, { hasColours }: Terminal): string {
  const [on, off] = codes[style];
  return hasColours && text !== "" ? `\x1b[${on}m${text}\x1b[${off}m` : text;
}
