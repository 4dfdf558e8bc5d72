import { worseKind } from "../../model/text_kind.ts";
import type { ScoredBox } from "./boxes_of_map.ts";
import { isMostlyIn } from "./compare_boxes.ts";

/**
 * Unites boxes of the same text, which were found in several tiles or at several scales: those that
 * overlap by most of the smaller one.
 */
export function mergeBoxes(boxes: readonly ScoredBox[]): ScoredBox[] {
  const merged: ScoredBox[] = [];
  for (const box of boxes) {
    let united = box;
    for (let at = sameAs(merged, united); at >= 0; at = sameAs(merged, united)) {
      united = union(united, merged.splice(at, 1)[0] ?? united);
    }
    merged.push(united);
  }
  return merged;
}

function sameAs(boxes: readonly ScoredBox[], box: ScoredBox): number {
  return boxes.findIndex((other) => isMostlyIn(box, other) || isMostlyIn(other, box));
}

function union(one: ScoredBox, other: ScoredBox): ScoredBox {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
    score: Math.max(one.score, other.score),
    filled: Math.max(one.filled, other.filled),
    ...kindOf(one, other),
  };
}

function kindOf(one: ScoredBox, other: ScoredBox): Pick<ScoredBox, "kind"> {
  if (!one.kind || !other.kind) return {};
  return { kind: worseKind(one.kind, other.kind) };
}
