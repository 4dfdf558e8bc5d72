import type { Context, Hono } from "hono";
import { findImagePlace } from "../database/views/find_image.ts";
import { listStack, type StackFilter } from "../database/views/find_stack.ts";
import type { ViewerFrame } from "../model/viewer_frame.ts";
import type { WebPorts } from "./ports.ts";
import { problem } from "./problem.ts";
import type { WebEnv } from "./security/guard.ts";

/** Images of a series that the viewer shows. */
const mostImages = 10_000;
/** The header with what is known about a frame, for the viewer. */
const factsHeader = "Frame-Facts";
/** Counted from 1, as in DICOMweb. */
const frameNumber = /^[1-9]\d{0,6}$/;

/** Adds what the viewer loads: the list of the images of a stack, and the values of a frame. */
export function addViewer(app: Hono<WebEnv>, ports: WebPorts): void {
  const stack = async (c: Context, filter: StackFilter): Promise<Response> => {
    const images = await listStack(ports.sql, filter, mostImages + 1);
    return c.json({ images: images.slice(0, mostImages), isCut: images.length > mostImages });
  };
  app.get("/series/:uid/stack", (c) => stack(c, { series: c.req.param("uid") }));
  app.get("/images/:uid/stack", (c) => stack(c, { image: c.req.param("uid") }));
  app.get("/images/:uid/frames/:frame", async (c) => {
    const frame = c.req.param("frame");
    const place = await findImagePlace(ports.sql, c.req.param("uid"));
    if (!place || !frameNumber.test(frame)) return problem(c, 404, "This frame does not exist.");
    const { signal } = c.req.raw;
    const result = await ports.storage.readFrame(place, Number(frame) - 1, signal);
    if (!("fault" in result)) return frameResponse(c, result);
    switch (result.fault) {
      case "gone":
        return problem(c, 404, "The file of this image was deleted.");
      case "busy":
        return problem(c, 503, "Too many images are requested.", { "Retry-After": "1" });
      case "unreadable":
        return problem(c, 422, `This image cannot be shown: ${result.reason}.`);
    }
  });
}

function frameResponse(c: Context, { facts, bytes }: ViewerFrame): Response {
  return c.body(bytes, 200, {
    "Content-Type": "application/octet-stream",
    "Content-Length": String(bytes.length),
    [factsHeader]: JSON.stringify(facts),
  });
}
