import { findStackSeries } from "../../database/views/find_stack.ts";
import { counted } from "../format.ts";
import type { WebPorts } from "../ports.ts";
import type { Html, View } from "../view.ts";
import { StackViewer } from "./stack_viewer.tsx";

/** The page of a series: its images in a viewer. */
export async function series(
  { sql }: WebPorts,
  { params, query }: View,
): Promise<Html | undefined> {
  const found = await findStackSeries(sql, params["uid"] ?? "");
  if (!found) return undefined;
  const { seriesInstanceUid: uid, batch, modality, seriesNumber } = found;
  return (
    <>
      <div class="head">
        <p class="crumb">
          <a href="/batches">Batches</a> / <a class="code" href={`/batches/${batch}`}>{batch}</a>
        </p>
        <h1>{modality ?? "Series"} {seriesNumber ?? ""}</h1>
        <span class="quiet">
          {found.description ? `${found.description}, ` : ""}
          {counted(found.images, "image")}, <span class="code">{found.patient ?? "–"}</span>
        </span>
        <a class="end" href={`/batches/${batch}/images?series=${uid}`}>List of images</a>
      </div>
      <StackViewer
        stack={`/series/${uid}/stack`}
        start={query.get("image") ?? undefined}
        modality={modality}
        hasLink
      />
    </>
  );
}
