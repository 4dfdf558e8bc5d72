import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ReviewRequest } from "../../model/review.ts";
import type { ReviewPorts } from "../ports.ts";
import { problemHeaders, problemOf } from "../problem.ts";
import { confirm } from "../review/confirm.ts";
import { whatIsWrong } from "../review/decision_form.ts";
import { pictureResponse } from "../review/picture_response.ts";
import { reviewerOf } from "../review/reviewer_of.ts";
import { formatPlace, readPlace, waitingParams } from "../review/review_query.ts";
import type { WebEnv } from "../security/guard.ts";
import {
  confirmRoute,
  decideRoute,
  getPictureRoute,
  getWaitingRoute,
  listWaitingRoute,
  undoRoute,
} from "./review_operations.ts";
import { waitingResult } from "./review_schemas.ts";

const gone = problemOf(404, "This image no longer waits.");
const notConfirmed = problemOf(409, "The decision is your own, or was changed before.");

/** Adds what reviewers read and decide; other roles are refused before these routes. */
export function addReviewApi(app: OpenAPIHono<WebEnv>, ports: ReviewPorts): void {
  app.openapi(listWaitingRoute, async (c) => {
    const { after, limit, ...filter } = c.req.valid("query");
    const [images, { images: waiting, since }] = await Promise.all([
      ports.listWaiting(filter, readPlace(after), limit + 1),
      ports.countWaiting(),
    ]);
    const shown = images.slice(0, limit);
    const last = images.length > limit ? shown.at(-1) : undefined;
    const next = last && new URLSearchParams([
      ...waitingParams(filter),
      ["limit", String(limit)],
      ["after", formatPlace(last)],
    ]);
    const results = shown.map((image) => waitingResult.parse(image));
    return c.json({ waiting, since, next: next ? `${c.req.path}?${next}` : null, results }, 200);
  });
  app.openapi(getWaitingRoute, async (c) => {
    const image = await ports.findWaiting(c.req.valid("param"));
    return image ? c.json(waitingResult.parse(image), 200) : c.json(gone, 404, problemHeaders);
  });
  app.openapi(getPictureRoute, async (c) => {
    const { batch, number } = c.req.valid("param");
    const file = { batch, number: String(number) };
    return await pictureResponse(c, ports, file, c.req.valid("query"));
  });
  addDecisions(app, ports);
}

function addDecisions(app: OpenAPIHono<WebEnv>, ports: ReviewPorts): void {
  const { decisions } = ports;
  app.openapi(decideRoute, async (c) => {
    const { dryRun, expected, ...decision } = c.req.valid("json");
    const request: ReviewRequest = { ...decision, ...reviewerOf(c) };
    const wrong = await whatIsWrongWith(request, ports);
    if (wrong === "gone") return c.json(gone, 404, problemHeaders);
    if (wrong !== undefined) return c.json(problemOf(400, wrong), 400, problemHeaders);
    const effect = await decisions.preview(request);
    if (dryRun) return c.json(effect, 200);
    if (effect.images === 0) return c.json(gone, 404, problemHeaders);
    const isShown = expected === undefined
      ? request.scope === "image"
      : expected === effect.fingerprint;
    if (!isShown) {
      const detail = `The decision would be about ${effect.images} images, which may be others ` +
        "than you were shown; ask with dryRun first.";
      return c.json(problemOf(409, detail), 409, problemHeaders);
    }
    const decided = await decisions.decide({ ...request, expected: effect.fingerprint });
    return decided ? c.json(decided, 201) : c.json(gone, 404, problemHeaders);
  });
  app.openapi(confirmRoute, async (c) => {
    const images = await confirm(decisions, c.req.valid("param").id, reviewerOf(c));
    return images > 0 ? c.json({ images }, 200) : c.json(notConfirmed, 409, problemHeaders);
  });
  app.openapi(undoRoute, async (c) => {
    const { images, started } = await decisions.undo(c.req.valid("param").id, reviewerOf(c));
    return c.json({ images, started }, 200);
  });
}

/** The rectangles must lie in every image that the request names. */
async function whatIsWrongWith(
  request: ReviewRequest,
  { findWaiting }: ReviewPorts,
): Promise<string | undefined> {
  for (const file of request.images) {
    const image = await findWaiting(file);
    if (image?.sha256 !== file.sha256) return "gone";
    const wrong = whatIsWrong(request, image);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
