import type { WaitingImage } from "../../model/review.ts";
import { count, counted } from "../format.ts";
import { recipeRule } from "../review/recipe_rule.ts";
import type { Html, View } from "../view.ts";
import { BatchLink, Command, Time } from "./parts.tsx";
import { addressOfImage } from "./thumbnail.tsx";
import { DecisionForm, MadeDecision, type ScopeCounts } from "./review_decision.tsx";

interface ReviewImageProps {
  readonly image: WaitingImage;
  readonly scopes: ScopeCounts;
  readonly next: WaitingImage | undefined;
  readonly view: View;
  readonly notice?: Html | null;
}

/** One waiting image: its picture with rectangles that can be edited, and the decision. */
export function ReviewImagePage(props: ReviewImageProps): Html {
  const { image, scopes, next, view, notice } = props;
  const { decision, number } = image;
  return (
    <>
      <div class="head">
        <p class="crumb">
          <a href="/review">Review</a> / <BatchLink code={image.batch} />
        </p>
        <h1>{image.modality || "Image"}, file {number}</h1>
        <nav class="steps" aria-label="Go to">
          <a href="#decision">To the decision ↓</a>
          {next ? <a rel="next" href={addressOfImage(next)}>Next image →</a> : null}
        </nav>
      </div>
      {notice}
      <div class="review-image" id="review" {...pictureData(image)}>
        <section aria-labelledby="picture">
          <h2 id="picture">Original</h2>
          <Picture image={image} />
        </section>
        <section aria-labelledby="decision">
          <h2 id="decision" tabindex={-1}>Decision</h2>
          {decision
            ? <MadeDecision decision={decision} view={view} />
            : <DecisionForm image={image} scopes={scopes} view={view} />}
          <Facts image={image} view={view} />
          <Rules image={image} />
        </section>
      </div>
    </>
  );
}

/** What the scripts need to know. */
function pictureData(image: WaitingImage): Readonly<Record<string, string>> {
  const { decision, boxes, rows, columns, frames } = image;
  return {
    "data-picture": `${addressOfImage(image)}/picture?of=${image.sha256}`,
    "data-rows": String(rows),
    "data-columns": String(columns),
    "data-frames": String(frames),
    "data-boxes": JSON.stringify(decision?.boxes ?? boxes),
    "data-found": JSON.stringify(boxes),
    "data-editable": decision ? "" : "yes",
  };
}

function Picture({ image }: { image: WaitingImage }): Html {
  const { rows, columns, decision } = image;
  return (
    <>
      <div class="screen">
        <div class="sheet">
          <canvas width={columns} height={rows} role="img" aria-label="The picture"></canvas>
          <svg
            viewBox={`0 0 ${columns} ${rows}`}
            preserveAspectRatio="none"
            role="group"
            aria-label="Rectangles"
          >
          </svg>
        </div>
        <p class="state" data-state>Loading …</p>
      </div>
      <div class="controls">
        <label data-grey hidden>
          Window <span data-shown="width"></span>
          <input type="range" name="width" min="1" max="256" step="1" />
        </label>
        <label data-grey hidden>
          Level <span data-shown="center"></span>
          <input type="range" name="center" min="0" max="255" step="1" />
        </label>
        <button type="button" name="reset" data-grey hidden>Reset</button>
        <label data-frames hidden>
          Frame <span data-shown="frame"></span>
          <input type="range" name="frame" min="0" max={image.frames - 1} step="1" value="0" />
        </label>
        <button type="button" name="play" data-frames hidden>Play</button>
      </div>
      {decision ? null : <Editor />}
    </>
  );
}

/** The buttons and numbers with which rectangles are edited without a mouse. */
function Editor(): Html {
  return (
    <div class="editor">
      <div class="buttons">
        <button type="button" name="add">Add a rectangle</button>
        <button type="button" name="remove" disabled>Remove it</button>
        <button type="button" name="found">Show what was found</button>
      </div>
      <fieldset disabled>
        <legend>Selected rectangle, in pixels</legend>
        {["left", "top", "width", "height"].map((name) => (
          <label>
            {name}
            <input type="number" name={name} min={/left|top/.test(name) ? 0 : 1} step="1" />
          </label>
        ))}
      </fieldset>
      <p class="quiet">
        Draw with the mouse, or move a selected rectangle with the arrow keys; with Shift they
        change its size, and Delete removes it. Rectangles apply to all frames.
      </p>
      <p role="status" data-said></p>
    </div>
  );
}

function Facts({ image, view }: { image: WaitingImage; view: View }): Html {
  const { device, layout, frames, reason, boxes, since, series } = image;
  return (
    <dl class="facts one">
      <dt>Held back</dt>
      <dd>{reason}</dd>
      <dt>Text found</dt>
      <dd>{boxes.length === 0 ? "no rectangle" : counted(boxes.length, "rectangle")}</dd>
      <dt>Device</dt>
      <dd>{device || "unknown"}</dd>
      <dt>Pixels</dt>
      <dd>
        {layout}
        {frames > 1 ? `, ${count(frames)} frames` : ""}
      </dd>
      <dt>Waits since</dt>
      <dd>
        <Time at={since} zone={view.zone} />
      </dd>
      <dt>Series</dt>
      <dd class="code">{series}</dd>
    </dl>
  );
}

/** Each decision as a rule; the script keeps the rectangles of the one that redacts current. */
function Rules({ image }: { image: WaitingImage }): Html {
  const boxes = image.decision?.boxes ?? image.boxes;
  const rules = [
    ["Release", recipeRule(image, "release", [])],
    ["Redact and release", recipeRule(image, "redact", boxes)],
    ["Reject", recipeRule(image, "reject", [])],
  ] as const;
  return (
    <details>
      <summary>As a recipe rule</summary>
      <p class="quiet">
        A rule decides about later images of this kind. Add the text to your recipe (RECIPE); try it
        with <Command line="screen" /> first.
      </p>
      {rules.map(([name, text]) => (
        <>
          <h3>{name}</h3>
          <pre
            tabindex={0}
            role="region"
            aria-label={`Rule: ${name}`}
            data-rule={name}
          ><code>{text}</code></pre>
        </>
      ))}
    </details>
  );
}
