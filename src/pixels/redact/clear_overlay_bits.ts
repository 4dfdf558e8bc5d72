import type { Header } from "../../dicom/read/header.ts";
import type { ImageHeader, PixelFacts } from "../../dicom/read/image_facts.ts";
import * as Tag from "../../dicom/tag.ts";
import type { EditBytes } from "../../dicom/write/edited.ts";
import { pixelLayout } from "../frames/pixel_layout.ts";

const [overlayBitsAllocated, overlayBitPosition] = [0x0100, 0x0102];
const unknown = -1;

/**
 * Clears the overlay planes of these groups in the unused bits of the pixel data (retired,
 * PS3.5-2003 8.1.2). If a group does not say which bit, all unused bits are cleared. Returns
 * undefined if there are no such planes, or the reason why they cannot be cleared.
 */
export function clearOverlayBits(
  image: ImageHeader,
  groups: ReadonlySet<number>,
): EditBytes | string | undefined {
  const { header, facts: { pixels } } = image;
  const positions = [...groups].flatMap((group) => positionsOf(header, group));
  const unused = unusedBits(pixels);
  const isUnknown = positions.includes(unknown);
  const cleared = isUnknown ? unused : unused.filter((bit) => positions.includes(bit));
  if (positions.length === 0 || cleared.length === 0 || !header.find(Tag.PixelData)) {
    return undefined;
  }
  const layout = pixelLayout(image);
  if (typeof layout === "string") return layout;
  if (isUnknown && pixels.pixelRepresentation === 1) {
    return "the position of its bit is not known";
  }
  const kept = Array.from(
    { length: layout.bytesPerSample },
    (_, at) =>
      cleared.filter((bit) => bit >> 3 === at)
        .reduce((byte, bit) => byte & ~(1 << (bit & 7)), 0xff),
  );
  return maskSamples(layout.littleEndian ? kept : kept.reverse());
}

/** Groups of overlay planes, found by the attribute that says where their bits are. */
export function overlayGroups(tags: Iterable<number>): Set<number> {
  const groups = new Set<number>();
  for (const tag of tags) {
    const inAnyGroup = tag & 0xff01ffff;
    if (inAnyGroup === 0x60000100 || inAnyGroup === 0x60000102) groups.add(tag >>> 16);
  }
  return groups;
}

/** Empty for a plane with one bit per pixel, which has its own element. */
function positionsOf(header: Header, group: number): number[] {
  const at = group * 0x10000;
  const vr = header.find(at + overlayBitPosition)?.vr;
  const position = header.number(at + overlayBitPosition);
  if (position !== undefined && (vr === "US" || vr === "UN")) return [position];
  return header.number(at + overlayBitsAllocated) === 1 ? [] : [unknown];
}

function unusedBits({ bitsAllocated = 0, bitsStored, highBit }: PixelFacts): number[] {
  const allocated = bitsAllocated;
  const stored = bitsStored ?? allocated;
  const last = highBit ?? stored - 1;
  return Array.from({ length: allocated }, (_, bit) => bit)
    .filter((bit) => bit <= last - stored || bit > last);
}

/** Keeps the bits of each sample that are set in `kept`, in the byte order of the samples. */
function maskSamples(kept: readonly number[]): EditBytes {
  const masks = kept.flatMap((mask, at) => mask === 0xff ? [] : [{ mask, at }]);
  return (part, offset) => {
    for (const { mask, at } of masks) {
      const first = (at - offset % kept.length + kept.length) % kept.length;
      for (let place = first; place < part.length; place += kept.length) {
        part[place] = (part[place] ?? 0) & mask;
      }
    }
  };
}
