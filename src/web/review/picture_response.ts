import type { Context } from "hono";
import type { ReviewPorts } from "../ports.ts";
import { problem } from "../problem.ts";
import { isBatchCode, type PictureQuery, readNumber, readPictureRequest } from "./review_query.ts";

/** The header with what is known about a picture, for the script of the page. */
const factsHeader = "Picture-Facts";

/** A picture of an original as PNG, which no cache may store, or why there is none. */
export async function pictureResponse(
  c: Context,
  { readPicture }: Pick<ReviewPorts, "readPicture">,
  { batch, number }: { readonly batch: string; readonly number: string },
  query: PictureQuery,
): Promise<Response> {
  const file = readNumber(number);
  const request = readPictureRequest(query);
  if (!request) return problem(c, 400, "A parameter of the picture is not valid.");
  if (!isBatchCode(batch) || file === undefined) return gone(c);
  const result = await readPicture({ batch, number: file }, request);
  if (!("fault" in result)) {
    const { png, ...facts } = result;
    return c.body(png, 200, {
      "Content-Type": "image/png",
      "Cache-Control": "no-store",
      [factsHeader]: JSON.stringify(facts),
    });
  }
  switch (result.fault) {
    case "gone":
      return gone(c);
    case "busy":
      return problem(c, 503, "Too many pictures are requested.", { "Retry-After": "1" });
    case "unreadable":
      return problem(c, 422, `The picture cannot be shown: ${result.reason}.`);
  }
}

function gone(c: Context): Response {
  return problem(c, 404, "This image no longer waits.");
}
