import { run } from "../tools.ts";

/** A line of dcmdump: an element with its VR and value as shown, and where it stands. */
export interface DumpedValue {
  /** The element's tag and those of the sequences it is in. */
  readonly tags: readonly number[];
  /** Tags, numbers of items, VR and value: equal where an element is. */
  readonly line: string;
}

/**
 * Every value of a data set, sequences opened, as dcmdump shows it; no sequences and delimiters.
 */
export async function dumpValues(path: string): Promise<DumpedValue[]> {
  const dump = await run("dcmdump", ["-q", "+L", "+R", "1048576", path]);
  const values: DumpedValue[] = [];
  const above: { tag: number; item: number }[] = [];
  for (const text of dump.split("\n")) {
    const [, spaces = "", group, element, vr, rest = ""] =
      /^( *)\(([0-9a-f]{4}),([0-9a-f]{4})\) (\S\S) (.*)$/.exec(text) ?? [];
    if (group === undefined || group === "0002") continue;
    const tag = parseInt(group + element, 16);
    above.length = Math.min(above.length, Math.ceil(spaces.length / 4));
    if (tag === 0xfffee000) {
      const sequence = above.at(-1);
      if (sequence) sequence.item++;
      continue;
    }
    if (group === "fffe") continue;
    if (vr === "SQ" || vr === "pi") {
      above[spaces.length / 4] = { tag, item: 0 };
      continue;
    }
    const place = above.map((one) => `${one.tag.toString(16)}[${one.item}]`).join(".");
    const tags = [...above.map((one) => one.tag), tag];
    values.push({ tags, line: `${place} ${group}${element} ${vr} ${rest.replace(/ +# .*$/, "")}` });
  }
  return values;
}
