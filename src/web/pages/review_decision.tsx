import type { Decision, ReviewAction } from "../../model/review.ts";
import { type ReviewScope, reviewScopes, type WaitingImage } from "../../model/review.ts";
import { counted } from "../format.ts";
import { formatBox, longestReason } from "../review/decision_form.ts";
import { waitingParams } from "../review/review_query.ts";
import { type Html, nameOf, type View } from "../view.ts";
import { Time } from "./parts.tsx";

/** The number of images of each scope. */
export type ScopeCounts = Readonly<Record<ReviewScope, number>>;

export const scopeNames: Readonly<Record<ReviewScope, string>> = {
  image: "This image",
  series: "All waiting images of its series",
  alike: "All waiting images of this device and layout",
};

export const actionNames: Readonly<Record<ReviewAction, string>> = {
  release: "Release",
  redact: "Redact and release",
  reject: "Reject",
};

interface DecisionFormProps {
  readonly image: WaitingImage;
  readonly scopes: ScopeCounts;
  readonly view: View;
}

/** The form of a decision; its script keeps the rectangles current. */
export function DecisionForm({ image, scopes, view }: DecisionFormProps): Html {
  return (
    <form method="post" action="/review/decide" class="decision" autocomplete="off">
      <FileFields image={image} view={view} />
      <div data-fields>
        {image.boxes.map((box) => <input type="hidden" name="box" value={formatBox(box)} />)}
      </div>
      <fieldset>
        <legend>Applies to</legend>
        {reviewScopes.map((scope) => (
          <label class="choice">
            <input type="radio" name="scope" value={scope} checked={scope === "image"} />
            <span>{scopeNames[scope]} ({counted(scopes[scope], "image")})</span>
          </label>
        ))}
      </fieldset>
      <label class="reason">
        Reason, for the audit trail; without names of patients
        <textarea name="reason" rows={2} maxlength={longestReason}></textarea>
      </label>
      <div class="buttons">
        <button type="submit" name="action" value="redact" class="primary">
          {actionNames.redact}
        </button>
        <button type="submit" name="action" value="release">{actionNames.release}</button>
        <button type="submit" name="action" value="reject">{actionNames.reject}</button>
      </div>
      <p class="quiet">
        Redact and release: the rectangles become black in all frames. Release: the pixels stay as
        they are. Reject: the image is never delivered. Every released image is de-identified and
        checked.
      </p>
    </form>
  );
}

/** What a form about an image sends: the image as it was shown. */
export function FileFields({ image, view }: { image: WaitingImage; view: View }): Html {
  return (
    <>
      <input type="hidden" name="csrf" value={view.viewer.csrf} />
      <input type="hidden" name="batch" value={image.batch} />
      <input type="hidden" name="number" value={image.number} />
      <input type="hidden" name="sha256" value={image.sha256} />
    </>
  );
}

/** A decision that was made, with what can be done about it. */
export function MadeDecision({ decision, view }: { decision: Decision; view: View }): Html {
  const { id, action, scope, boxes, images, reason, by, at, state } = decision;
  const isOwn = by === nameOf(view.viewer);
  return (
    <div class="made">
      <p>
        <strong>{actionNames[action]}</strong>
        {action === "redact" ? `, ${counted(boxes.length, "rectangle")}` : ""}.{" "}
        {scopeNames[scope]}. Decided by {by}, <Time at={at} zone={view.zone} />.
      </p>
      {images > 1
        ? (
          <p>
            <a href={`/review?${waitingParams({ decision: id })}`}>
              {counted(images, "image")} with this decision
            </a>
          </p>
        )
        : null}
      {reason === "" ? null : <p>Reason: {reason}</p>}
      {state === "proposed"
        ? (
          <p class="loud">
            A second reviewer must confirm this{isOwn ? "; you made the decision" : ""}.
          </p>
        )
        : null}
      {state === "started" || state === "done"
        ? <p>It is being carried out and cannot be undone.</p>
        : (
          <div class="buttons">
            {state === "proposed" && !isOwn
              ? <ChangeForm id={id} change="confirm" name="Confirm" view={view} />
              : null}
            <ChangeForm id={id} change="undo" name="Undo" view={view} />
          </div>
        )}
    </div>
  );
}

interface ChangeFormProps {
  readonly id: number;
  readonly change: "confirm" | "undo";
  readonly name: string;
  readonly view: View;
}

/** A button that confirms or undoes a decision. */
export function ChangeForm({ id, change, name, view }: ChangeFormProps): Html {
  return (
    <form method="post" action={`/review/decisions/${id}/${change}`}>
      <input type="hidden" name="csrf" value={view.viewer.csrf} />
      <button type="submit" class={change === "confirm" ? "primary" : ""}>{name}</button>
    </form>
  );
}

/** What a form did, as a sentence at the top of the next page, with a way back. */
export function Notice({ view }: { view: View }): Html | null {
  const { query } = view;
  const [, id, images] = /^(\d{1,15})-(\d{1,9})$/.exec(query.get("decided") ?? "") ?? [];
  if (id !== undefined && images !== undefined) {
    return (
      <div class="success" role="status">
        Decided: {counted(Number(images), "image")}.{" "}
        <ChangeForm id={Number(id)} change="undo" name="Undo" view={view} />
      </div>
    );
  }
  const [, change, done, started = "0"] =
    /^(confirm|undo)-(\d{1,9})(?:-(\d{1,9}))?$/.exec(query.get("changed") ?? "") ?? [];
  if (change === undefined) return null;
  const late = Number(started) > 0
    ? ` ${counted(Number(started), "image")} stayed decided, because the job has started.`
    : "";
  return (
    <p class="success" role="status">
      {Number(done) === 0
        ? `Nothing was ${change === "undo" ? "undone" : "confirmed"}: the decision was made by ` +
          "you, was changed before, or is being carried out."
        : `${change === "undo" ? "Undone" : "Confirmed"}: ${counted(Number(done), "image")}.`}
      {late}
    </p>
  );
}
