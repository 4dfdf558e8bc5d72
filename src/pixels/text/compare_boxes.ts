import type { Box } from "./picture.ts";

/** Whether more than half of a box lies in the other one. */
export function isMostlyIn(box: Box, other: Box): boolean {
  return sharedArea(box, other) > areaOf(box) / 2;
}

/** Whether more than half of what two boxes cover is covered by both. */
export function areAlike(one: Box, other: Box): boolean {
  const shared = sharedArea(one, other);
  return shared > (areaOf(one) + areaOf(other) - shared) / 2;
}

function areaOf({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function sharedArea(one: Box, other: Box): number {
  return Math.max(0, sharedLength(acrossOf(one), acrossOf(other))) *
    Math.max(0, sharedLength(downOf(one), downOf(other)));
}

/**
 * Whether two boxes can be words of one line: of similar height, on the same line or in the same
 * column, and not further apart than they are high.
 */
export function areBeside(one: Box, other: Box): boolean {
  const most = Math.max(heightOf(one), heightOf(other));
  return areInLine(acrossOf(one), downOf(one), acrossOf(other), downOf(other), most) ||
    areInLine(downOf(one), acrossOf(one), downOf(other), acrossOf(other), most);
}

/** The height of a line in any direction. */
function heightOf({ left, top, right, bottom }: Box): number {
  return Math.min(right - left, bottom - top);
}

type Span = readonly [from: number, to: number];

function acrossOf({ left, right }: Box): Span {
  return [left, right];
}

function downOf({ top, bottom }: Box): Span {
  return [top, bottom];
}

/** `along` is the direction of the line, `height` is across it, `most` is the largest gap. */
function areInLine(
  along: Span,
  height: Span,
  otherAlong: Span,
  otherHeight: Span,
  most: number,
): boolean {
  const [high, otherHigh] = [lengthOf(height), lengthOf(otherHeight)];
  const [lower, higher] = [Math.min(high, otherHigh), Math.max(high, otherHigh)];
  return higher <= 2 * lower && sharedLength(along, otherAlong) >= -most &&
    sharedLength(height, otherHeight) >= lower / 2;
}

function lengthOf([from, to]: Span): number {
  return to - from;
}

/** The length that two spans share; negative if there is a gap between them. */
function sharedLength([from, to]: Span, [otherFrom, otherTo]: Span): number {
  return Math.min(to, otherTo) - Math.max(from, otherFrom);
}
