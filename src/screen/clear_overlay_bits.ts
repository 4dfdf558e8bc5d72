import type { EditBytes } from "../dicom/edited.ts";
import type { Header } from "../dicom/header.ts";
import { pixelLayout } from "./pixel_layout.ts";

const pixelData = 0x7fe00010;
const [bitsStoredTag, highBitTag] = [0x00280101, 0x00280102];
const [overlayBitPosition, overlayData] = [0x0102, 0x3000];

/**
 * Clears the overlay planes of these groups that lie in bits of the pixel data which no sample
 * uses (retired, PS3.5-2003 8.1.2). Returns undefined where there are none, or why it cannot be
 * done.
 */
export function clearOverlayBits(
  header: Header,
  groups: ReadonlySet<number>,
): EditBytes | string | undefined {
  const positions = [...groups].flatMap((group) => positionOf(header, group) ?? []);
  if (positions.length === 0 || !header.find(pixelData)) return undefined;
  const layout = pixelLayout(header);
  if (typeof layout === "string") return layout;
  const used = usedBits(header, layout.bytesPerSample * 8);
  const cleared = positions.filter((position) => position < used.first || position > used.last);
  if (cleared.length === 0) return undefined;
  const kept = Array.from(
    { length: layout.bytesPerSample },
    (_, at) =>
      cleared.filter((position) => position >> 3 === at)
        .reduce((byte, position) => byte & ~(1 << (position & 7)), 0xff),
  );
  return maskSamples(layout.littleEndian ? kept : kept.reverse());
}

/** Groups of overlay planes of an image, by what says where their bits are. */
export function overlayGroups(tags: Iterable<number>): Set<number> {
  const positions = [...tags].filter((tag) => (tag & 0xff01ffff) >>> 0 === 0x60000102);
  return new Set(positions.map((tag) => tag >>> 16));
}

function positionOf(header: Header, group: number): number | undefined {
  const tag = (group * 0x10000) >>> 0;
  if (header.find(tag + overlayData)) return undefined;
  return header.number(tag + overlayBitPosition);
}

function usedBits(header: Header, allocated: number): { first: number; last: number } {
  const stored = header.number(bitsStoredTag) ?? allocated;
  const last = header.number(highBitTag) ?? stored - 1;
  return { first: last - stored + 1, last };
}

/** Keeps the bits of each sample that `kept` has, in the order of its bytes. */
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
