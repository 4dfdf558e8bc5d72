import type { Context } from "hono";
import type { PictureFault, PictureResult, RenderedPicture } from "../../model/review_picture.ts";
import type { ReviewPorts } from "../ports.ts";
import { problem } from "../problem.ts";
import { type PictureQuery, readPictureOf, readPictureRequest } from "./review_query.ts";

/** The header with what is known about a picture, for the script of the page. */
const factsHeader = "Picture-Facts";

/** The file of an original, as it is in an address. */
interface Address {
  readonly batch: string;
  readonly number: string;
}

/** A picture of an original as PNG, which no cache may store, or why there is none. */
export async function pictureResponse(
  c: Context,
  { readPicture }: Pick<ReviewPorts, "readPicture">,
  address: Address,
  query: PictureQuery,
): Promise<Response> {
  const request = readPictureRequest(query);
  if (!request) return problem(c, 400, "A parameter of the picture is not valid.");
  const file = readPictureOf(address, query.of);
  const result: PictureResult = file ? await readPicture(file, request) : { fault: "gone" };
  if ("fault" in result) return faultResponse(c, result);
  const { png, ...facts } = result;
  return pngResponse(c, png, { [factsHeader]: JSON.stringify(facts) });
}

/** The thumbnail of an original, as a picture. */
export async function thumbnailResponse(
  c: Context,
  { readThumbnail }: Pick<ReviewPorts, "readThumbnail">,
  address: Address,
  of: string | undefined,
): Promise<Response> {
  const file = readPictureOf(address, of);
  const result = file ? await readThumbnail(file) : { fault: "gone" as const };
  return "fault" in result ? faultResponse(c, result) : pngResponse(c, result.png);
}

function pngResponse(
  c: Context,
  png: RenderedPicture["png"],
  more: Readonly<Record<string, string>> = {},
): Response {
  return c.body(png, 200, { "Content-Type": "image/png", "Cache-Control": "no-store", ...more });
}

function faultResponse(c: Context, result: PictureFault): Response {
  switch (result.fault) {
    case "gone":
      return problem(c, 404, "This image no longer waits.");
    case "busy":
      return problem(c, 503, "Too many pictures are requested.", { "Retry-After": "1" });
    case "unreadable":
      return problem(c, 422, `The picture cannot be shown: ${result.reason}.`);
  }
}
