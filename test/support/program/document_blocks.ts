/** A fenced `sh` block of a document: what a reader pastes into a shell. */
export interface ShellBlock {
  /** Path of the document from the repository's root. */
  readonly document: string;
  /** The heading it stands under, without its number signs. */
  readonly heading: string;
  readonly line: number;
  readonly commands: string;
}

const root = new URL("../../../", import.meta.url);

/** All `sh` blocks of a document, in order. */
export function shellBlocks(document: string): ShellBlock[] {
  const blocks: ShellBlock[] = [];
  let heading = "";
  let open: { fence: string; line: number; commands: string[] } | undefined;
  const lines = Deno.readTextFileSync(new URL(document, root)).split("\n");
  for (const [index, text] of lines.entries()) {
    const fence = /^```(\w*)$/.exec(text);
    if (fence && open) {
      const { line, commands } = open;
      if (open.fence === "sh") {
        blocks.push({ document, heading, line, commands: `${commands.join("\n")}\n` });
      }
      open = undefined;
    } else if (fence) open = { fence: fence[1] ?? "", line: index + 2, commands: [] };
    else if (open) open.commands.push(text);
    else heading = /^#+ (.*)$/.exec(text)?.[1] ?? heading;
  }
  return blocks;
}

/** What stands under one heading of a document, as one script. */
export function commandsUnder(document: string, heading: string): string {
  const blocks = shellBlocks(document).filter((block) => block.heading === heading);
  if (blocks.length === 0) throw new TypeError(`${document} has no commands under ${heading}`);
  return blocks.map(({ commands }) => commands).join("");
}
