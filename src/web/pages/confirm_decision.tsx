import type { ReviewEffect, ReviewRequest, WaitingImage } from "../../model/review.ts";
import type { WaitingFilter } from "../../database/review/list_waiting.ts";
import { counted } from "../format.ts";
import { formatBox } from "../review/decision_form.ts";
import { waitingParams } from "../review/review_query.ts";
import type { Html, View } from "../view.ts";
import { actionNames, FileFields, scopeNames } from "./review_decision.tsx";
import { addressOfImage, Thumbnail } from "./thumbnail.tsx";

interface ConfirmPageProps {
  readonly image: WaitingImage;
  readonly request: ReviewRequest;
  readonly effect: ReviewEffect;
  /** The first images that the decision would be about, and what selects all of them. */
  readonly images: readonly WaitingImage[];
  readonly filter: WaitingFilter;
  /** Other images match than the reviewer was shown. */
  readonly hasChanged: boolean;
  readonly view: View;
}

/** The dialog before a decision about more than one image, which shows what it is about. */
export function ConfirmPage(props: ConfirmPageProps): Html {
  const { image, request, effect, hasChanged, view } = props;
  const { action, scope, boxes, reason } = request;
  const { images: count, batches, fingerprint } = effect;
  const what = `${actionNames[action]}: ${counted(count, "image")}`;
  return (
    <form method="post" action="/review/decide" class="dialog">
      <h1>{what}</h1>
      {hasChanged
        ? <p class="alarm" role="alert">Other images match now. Look at them again.</p>
        : null}
      <p>
        {scopeNames[scope]}: {counted(count, "image")} in {counted(batches, "Batch", "Batches")}.
        {action === "redact"
          ? ` ${counted(boxes.length, "rectangle")} will become black in each of them.`
          : ""}
        {action === "reject" ? " They will never be delivered." : ""}
        {action === "release" ? " Their pixels will be delivered as they are." : ""}
      </p>
      <FileFields image={image} view={view} />
      {boxes.map((box) => <input type="hidden" name="box" value={formatBox(box)} />)}
      <input type="hidden" name="scope" value={scope} />
      <input type="hidden" name="action" value={action} />
      <input type="hidden" name="reason" value={reason} />
      <input type="hidden" name="expected" value={fingerprint} />
      <div class="buttons">
        <button type="submit" class="primary">{what}</button>
        <a href={addressOfImage(image)}>Cancel</a>
      </div>
      <Concerned {...props} />
    </form>
  );
}

/** The images that the decision would be about, with its rectangles. */
function Concerned({ request, effect, images, filter }: ConfirmPageProps): Html {
  const { action, boxes } = request;
  return (
    <>
      <h2>These images</h2>
      <p class="quiet">
        They may show other text than the image that you have seen
        {action === "redact" ? ", or show it outside the rectangles" : ""}.
        {images.length < effect.images
          ? (
            <>
              {" "}Here are the first {images.length}.{" "}
              <a href={`/review?${waitingParams(filter)}`} target="_blank">All of them</a>
            </>
          )
          : null}
      </p>
      <ul class="cards small">
        {images.map((one) => (
          <li class="card">
            <Thumbnail image={one} boxes={action === "redact" ? boxes : one.boxes} />
          </li>
        ))}
      </ul>
    </>
  );
}
