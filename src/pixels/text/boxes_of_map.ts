import type { TextKind } from "../../model/text_kind.ts";
import type { Box } from "./picture.ts";
import type { DetectorParameters } from "./detector_parameters.ts";

/** For each pixel, the probability that it belongs to text. */
export interface TextMap {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** A box of text. */
export interface ScoredBox extends Box {
  /** The mean probability of its pixels. */
  readonly score: number;
  /** The share of the marked box that is text: near 1 for a line, less for a blot or a curve. */
  readonly filled: number;
  /** What the text says, if that was asked. */
  readonly kind?: TextKind;
}

/**
 * The boxes of a map of differentiable binarization (DB): connected pixels of text, with the mean
 * of their probability, enlarged as the model was trained to.
 */
export function boxesOfMap(map: TextMap, parameters: DetectorParameters): ScoredBox[] {
  const { boxThreshold, leastSide, unclipRatio } = parameters;
  return regionsOf(map, parameters.pixelThreshold).flatMap((region) => {
    const { left, top, right, bottom, sum, count } = region;
    const [width, height] = [right - left, bottom - top];
    const score = sum / count;
    if (Math.min(width, height) < leastSide || score < boxThreshold) return [];
    const grown = width * height * unclipRatio / (2 * (width + height));
    return [{
      left: left - grown,
      top: top - grown,
      right: right + grown,
      bottom: bottom + grown,
      score,
      filled: count / (width * height),
    }];
  });
}

interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
  sum: number;
  count: number;
}

/** The regions of pixels above the threshold that touch, also at their corners. */
function regionsOf({ rows, columns, data }: TextMap, threshold: number): Region[] {
  const seen = new Uint8Array(rows * columns);
  const stack: number[] = [];
  const regions: Region[] = [];
  const visit = (at: number): void => {
    if (seen[at] === 1 || (data[at] ?? 0) < threshold) return;
    seen[at] = 1;
    stack.push(at);
  };
  for (let start = 0; start < seen.length; start++) {
    visit(start);
    if (stack.length === 0) continue;
    const region = { left: columns, top: rows, right: 0, bottom: 0, sum: 0, count: 0 };
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      extend(region, row, column, data[at] ?? 0);
      const [up, down] = [Math.max(0, row - 1), Math.min(rows - 1, row + 1)];
      const [left, right] = [Math.max(0, column - 1), Math.min(columns - 1, column + 1)];
      for (let y = up; y <= down; y++) {
        for (let x = left; x <= right; x++) visit(y * columns + x);
      }
    }
    regions.push(region);
  }
  return regions;
}

function extend(region: Region, row: number, column: number, probability: number): void {
  region.left = Math.min(region.left, column);
  region.top = Math.min(region.top, row);
  region.right = Math.max(region.right, column + 1);
  region.bottom = Math.max(region.bottom, row + 1);
  region.sum += probability;
  region.count++;
}
