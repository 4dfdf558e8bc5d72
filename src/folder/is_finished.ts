/**
 * The finished rule: a folder is finished unless the extension of its name (the text after the last
 * dot) starts with `tmp` in any letter case. Hidden folders such as `.archive` are never Batches.
 *
 * `ST-1.tmp2343`, `ST-1.TMP` and `ST-1.tmporary` are not finished;
 * `ST-1`, `1.2.840.7` and `tmp-ST-1` are.
 */
export function isFinished(name: string): boolean {
  if (name === "" || name.startsWith(".")) return false;
  const dot = name.lastIndexOf(".");
  return dot < 0 || !name.slice(dot + 1).toLowerCase().startsWith("tmp");
}
