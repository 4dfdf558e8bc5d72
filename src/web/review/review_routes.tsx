import type { Context, Hono } from "hono";
import type { ReviewRequest, ReviewScope, WaitingImage } from "../../model/review.ts";
import type { WaitingFilter } from "../../database/review/list_waiting.ts";
import { Layout, MessagePage } from "../pages/layout.tsx";
import { ReviewPage } from "../pages/review.tsx";
import { ConfirmPage } from "../pages/confirm_decision.tsx";
import { Notice, type ScopeCounts } from "../pages/review_decision.tsx";
import { ReviewImagePage } from "../pages/review_image.tsx";
import { addressOfImage } from "../pages/thumbnail.tsx";
import type { Reviewer } from "../../database/review/change_decision.ts";
import type { ReviewPorts } from "../ports.ts";
import { problem } from "../problem.ts";
import { reviewersOnly, type WebEnv } from "../security/guard.ts";
import { readForms } from "../security/read_form.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { readDecision, readShown } from "./decision_form.ts";
import { pictureResponse, thumbnailResponse } from "./picture_response.ts";
import { reviewerOf } from "./reviewer_of.ts";
import { isBatchCode, readNumber, readPlace, readWaitingFilter } from "./review_query.ts";

type ViewOf = (c: Context<WebEnv>) => View;

const pageSize = 24;
const changes = ["confirm", "undo"] as const;

/**
 * Adds the pages of waiting images, unless there are no ports for them. Other roles than reviewers
 * are refused.
 */
export function addReview(
  app: Hono<WebEnv>,
  ports: ReviewPorts | undefined,
  viewOf: ViewOf,
): void {
  app.use((c, next) => {
    c.set("hasReview", ports !== undefined);
    return next();
  });
  app.use(
    reviewersOnly((c, text) =>
      c.html(<MessagePage title="Not allowed" text={text} view={viewOf(c)} />, 403)
    ),
  );
  if (!ports) return;
  addPages(app, ports, viewOf);
  addPictures(app, ports);
  addForms(app, ports, viewOf);
}

/** The grid, and the page of an image. */
function addPages(app: Hono<WebEnv>, ports: ReviewPorts, viewOf: ViewOf): void {
  app.get("/review", async (c) => {
    const view = viewOf(c);
    const filter = readWaitingFilter(view.query);
    const [images, waiting] = await Promise.all([
      ports.listWaiting(filter, readPlace(view.query.get("after")), pageSize + 1),
      ports.countWaiting(),
    ]);
    return c.html(
      <Layout title="Review" section="/review" view={view}>
        <ReviewPage
          images={images.slice(0, pageSize)}
          hasMore={images.length > pageSize}
          waiting={waiting}
          filter={filter}
          view={view}
          notice={<Notice view={view} />}
        />
      </Layout>,
    );
  });
  app.get("/review/:batch/:number", async (c) => {
    const image = await findByAddress(ports, c.req.param());
    if (!image) return c.notFound();
    const view = viewOf(c);
    const [scopes, next] = await Promise.all([
      countScopes(ports, image, reviewerOf(c)),
      nextOf(ports, image),
    ]);
    const title = `File ${image.number} of ${image.batch}`;
    return c.html(
      <Layout title={title} section="/review" view={view} scripts={["boxes.js", "review.js"]}>
        <ReviewImagePage
          image={image}
          scopes={scopes}
          next={next}
          view={view}
          notice={<Notice view={view} />}
        />
      </Layout>,
    );
  });
}

function addPictures(app: Hono<WebEnv>, ports: ReviewPorts): void {
  app.get("/review/:batch/:number/picture", (c) => {
    const { batch, number } = c.req.param();
    return pictureResponse(c, ports, { batch, number }, c.req.query());
  });
  app.get("/review/:batch/:number/thumbnail", (c) => {
    const { batch, number } = c.req.param();
    return thumbnailResponse(c, ports, { batch, number }, c.req.query("of"));
  });
}

function addForms(app: Hono<WebEnv>, ports: ReviewPorts, viewOf: ViewOf): void {
  app.post("/review/decide", async (c) => {
    const form = await readForms(c);
    const shown = readShown(form);
    const image = shown && await ports.findWaiting(shown);
    const view = viewOf(c);
    const isAsShown = image?.sha256 === shown?.sha256; // a retry numbers files again
    if (!image || image.decision || !isAsShown) return c.html(<Decided view={view} />, 409);
    const request = readDecision(form, image, reviewerOf(c));
    if (typeof request === "string") return problem(c, 400, request);
    const effect = await ports.decisions.preview(request);
    const expected = form.get("expected");
    const isShown = request.scope === "image" || expected === effect.fingerprint;
    if (effect.images > 0 && !isShown) {
      const filter = filterOf(image, request.scope);
      const images = await ports.listWaiting({ ...filter, isDecided: false }, undefined, pageSize);
      const props = { image, images, filter, request, effect, hasChanged: expected !== null, view };
      return c.html(
        <Layout title="Decide" section="/review" view={view}>
          <ConfirmPage {...props} />
        </Layout>,
      );
    }
    const decided = await ports.decisions.decide({ ...request, expected: effect.fingerprint });
    if (!decided) return c.html(<Decided view={view} />, 409);
    const next = await nextOf(ports, image);
    const address = next ? addressOfImage(next) : "/review";
    return c.redirect(`${address}?decided=${decided.id}-${decided.images}`, 303);
  });
  app.post("/review/decisions/:id/:change", async (c) => {
    const id = readNumber(c.req.param("id"));
    const change = changes.find((each) => each === c.req.param("change"));
    if (id === undefined || !change) return c.notFound();
    const reviewer = reviewerOf(c);
    if (change === "confirm") {
      const images = await confirm(ports.decisions, id, reviewer);
      return c.redirect(`/review?changed=confirm-${images}`, 303);
    }
    const { images, started } = await ports.decisions.undo(id, reviewer);
    return c.redirect(`/review?changed=undo-${images}-${started}`, 303);
  });
}

function Decided({ view }: { view: View }) {
  const text = "This image no longer waits for a decision, or the images that it is about have " +
    "changed. Nothing was decided.";
  return <MessagePage title="Already decided" text={text} view={view} />;
}

async function findByAddress(
  { findWaiting }: ReviewPorts,
  { batch, number: text }: Readonly<Record<string, string>>,
): Promise<WaitingImage | undefined> {
  const number = readNumber(text);
  return isBatchCode(batch) && number !== undefined
    ? await findWaiting({ batch, number })
    : undefined;
}

/** Selects the images of a scope in the grid. */
function filterOf({ series, device, layout }: WaitingImage, scope: ReviewScope): WaitingFilter {
  return scope === "series" ? { series } : { device, layout };
}

/** How many images a decision of each scope would be about. */
async function countScopes(
  ports: ReviewPorts,
  { batch, number, sha256, alike }: WaitingImage,
  reviewer: Reviewer,
): Promise<ScopeCounts> {
  const request: ReviewRequest = {
    images: [{ batch, number, sha256 }],
    scope: "series",
    action: "reject",
    boxes: [],
    reason: "",
    ...reviewer,
  };
  const { images: series } = await ports.decisions.preview(request);
  return { image: 1, series, alike };
}

/** The next image that has no decision; the first one after the last. */
async function nextOf(ports: ReviewPorts, image: WaitingImage): Promise<WaitingImage | undefined> {
  for (const place of [image, undefined]) {
    const images = await ports.listWaiting({ isDecided: false }, place, 2);
    const next = images.find(({ batch, number }) =>
      batch !== image.batch || number !== image.number
    );
    if (next) return next;
  }
  return undefined;
}
