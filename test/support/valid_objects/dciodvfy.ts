import type { Place } from "./data_tree.ts";
import { tempDir } from "../temp_dir.ts";

/** An error that dciodvfy reports, and where. */
export interface Complaint {
  readonly line: string;
  /** Undefined for what it says of no element in particular. */
  readonly place: Place | undefined;
  readonly message: string;
}

/** What dciodvfy (Debian's dicom3tools) prints about a file of these bytes. */
export async function dciodvfy(bytes: Uint8Array): Promise<string[]> {
  using directory = tempDir();
  const path = `${directory.path}/x.dcm`;
  Deno.writeFileSync(path, bytes);
  const command = new Deno.Command("dciodvfy", { args: ["-new", path], stdin: "null" });
  const { stdout, stderr } = await command.output();
  const decoder = new TextDecoder("latin1");
  return `${decoder.decode(stdout)}\n${decoder.decode(stderr)}`.split("\n");
}

/** The errors among them. */
export function complaintsIn(lines: readonly string[]): Complaint[] {
  return lines.filter((line) => line.startsWith("Error")).map((line) => {
    const [, path, message = line] = /^Error - <(\/[^>]*)> - (.*)$/.exec(line) ?? [];
    return { line, message, place: path === undefined ? undefined : placeOf(path) };
  });
}

/**
 * The place of a path as dciodvfy writes it:
 * `/SourceSequence(3008,0100)[1]/StationName(0008,1010)`.
 */
export function placeOf(path: string): Place | undefined {
  const steps = [...path.matchAll(/\(([0-9a-f]{4}),([0-9a-f]{4})[^)]*\)(?:\[(\d+)\])?/g)].map(
    ([, group, element, item]) => [parseInt(`${group}${element}`, 16), Number(item ?? 1)] as const,
  );
  const last = steps.pop();
  return last && { items: steps, tag: last[0] };
}
