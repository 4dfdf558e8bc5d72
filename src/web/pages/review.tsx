import type { WaitingImage } from "../../model/review.ts";
import { count, counted } from "../format.ts";
import type { WaitingCount, WaitingFilter } from "../../database/review/list_waiting.ts";
import { formatPlace, waitingParams } from "../review/review_query.ts";
import type { Html, View } from "../view.ts";
import { Empty, Pager, Time } from "./parts.tsx";
import { Thumbnail } from "./thumbnail.tsx";

interface ReviewPageProps {
  readonly images: readonly WaitingImage[];
  /** Whether there are more after these. */
  readonly hasMore: boolean;
  readonly waiting: WaitingCount;
  readonly filter: WaitingFilter;
  readonly view: View;
  readonly notice?: Html | null;
}

/** The images that wait for a person, as a grid of thumbnails with the text that was found. */
export function ReviewPage(props: ReviewPageProps): Html {
  const { images, hasMore, waiting, filter, view, notice } = props;
  const last = images.at(-1);
  return (
    <>
      <h1>Review</h1>
      {notice}
      <p>
        {waiting.images === 0
          ? "No image waits for a decision."
          : `${counted(waiting.images, "image waits", "images wait")} for a decision. `}
        {waiting.proposed > 0
          ? `For ${count(waiting.proposed)} of them, a decision must be confirmed. `
          : ""}
        {waiting.images > 0 && waiting.since !== null
          ? (
            <>
              The oldest was held back <Time at={waiting.since} zone={view.zone} relative />.
            </>
          )
          : null}
      </p>
      <Filter filter={filter} />
      {images.length === 0
        ? (
          <Empty title="No images here">
            Images that screening holds back wait here if <code>REVIEW=on</code> or{" "}
            <code>TEXT_ACTION=review</code>.
          </Empty>
        )
        : <ul class="cards">{images.map((image) => <Card image={image} view={view} />)}</ul>}
      <Pager
        path="/review"
        query={waitingParams(filter)}
        next={hasMore && last ? formatPlace(last) : null}
        previous={null}
        words={["", "Next page →"]}
      />
    </>
  );
}

/** The filter of the list, with a link to all images. */
function Filter({ filter }: { filter: WaitingFilter }): Html | null {
  const shown = [...waitingParams(filter)];
  if (shown.length === 0) return null;
  return (
    <ul class="chips">
      {shown.map(([name, value]) => <li>{name}: {value}</li>)}
      <li>
        <a href="/review">All images</a>
      </li>
    </ul>
  );
}

function Card({ image, view }: { image: WaitingImage; view: View }): Html {
  const { modality, device, layout, reason, since, alike, decision } = image;
  const same = waitingParams({ modality: modality || undefined, device, layout });
  return (
    <li class="card">
      <Thumbnail image={image} boxes={decision?.boxes ?? image.boxes} />
      <div>
        <p class="title">{modality} {device}</p>
        <p class="quiet">
          {layout}
          {image.frames > 1 ? `, ${count(image.frames)} frames` : ""}
        </p>
        <p>{reason}</p>
        <p class="quiet">
          <Time at={since} zone={view.zone} relative />
        </p>
        {decision
          ? <p class="loud">{decision.state === "proposed" ? "to be confirmed" : "decided"}</p>
          : null}
        {alike > 1
          ? (
            <p>
              <a href={`/review?${same}`}>{counted(alike, "image")} of this kind</a>
            </p>
          )
          : null}
      </div>
    </li>
  );
}
