/**
 * THE rule: whether a folder of this name is finished, that is, whether what follows
 * the last dot of its name does not start with `tmp` in any letter case. Hidden
 * folders (`.archive`) are never Batches.
 *
 * `ST-1.tmp2343`, `ST-1.TMP` and `ST-1.tmporary` are not finished;
 * `ST-1`, `1.2.840.7` and `tmp-ST-1` are.
 */
export function isFinished(name: string): boolean {
  if (name === "" || name.startsWith(".")) return false;
  const dot = name.lastIndexOf(".");
  return dot < 0 || !name.slice(dot + 1).toLowerCase().startsWith("tmp");
}
