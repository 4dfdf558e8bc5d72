import type { Box, WaitingImage } from "../../model/review.ts";
import type { Html } from "../view.ts";

/** The address of the page of an image. */
export function addressOfImage({ batch, number }: Pick<WaitingImage, "batch" | "number">): string {
  return `/review/${batch}/${number}`;
}

/** A waiting image as a small picture with rectangles, which links to its page. */
export function Thumbnail(
  { image, boxes }: { readonly image: WaitingImage; readonly boxes: readonly Box[] },
): Html {
  const { batch, number, sha256, rows, columns } = image;
  return (
    <a
      class="thumb"
      href={addressOfImage(image)}
      aria-label={`Review file ${number} of ${batch}`}
    >
      <span>
        <img
          src={`${addressOfImage(image)}/thumbnail?of=${sha256}`}
          width={columns}
          height={rows}
          loading="lazy"
          alt=""
        />
        <svg viewBox={`0 0 ${columns} ${rows}`} preserveAspectRatio="none" aria-hidden="true">
          {boxes.map(({ left, top, width, height }) => (
            <rect x={left} y={top} width={width} height={height} />
          ))}
        </svg>
      </span>
    </a>
  );
}
