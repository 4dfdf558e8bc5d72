import type { ScoredBox } from "./boxes_of_map.ts";
import { areBeside, isMostlyIn } from "./compare_boxes.ts";

/**
 * The candidates that show text. The most probable ones are read first. Some need not be readable,
 * because they are parts of a text that was read: candidates that lie mostly in its box, and those
 * beside it, such as a single letter behind a space.
 */
export async function confirmBoxes(
  candidates: readonly ScoredBox[],
  showsText: (box: ScoredBox) => Promise<boolean>,
): Promise<ScoredBox[]> {
  const confirmed: ScoredBox[] = [];
  const refused = new Set<ScoredBox>();
  for (const box of candidates.toSorted((one, other) => other.score - one.score)) {
    const isKnown = confirmed.some((other) => isMostlyIn(box, other));
    if (isKnown || await showsText(box)) confirmed.push(box);
    else refused.add(box);
  }
  for (const box of confirmed) {
    for (const other of refused) {
      if (!isMostlyIn(other, box) && !areBeside(other, box)) continue;
      refused.delete(other);
      confirmed.push(other);
    }
  }
  return confirmed;
}
