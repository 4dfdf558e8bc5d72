import { listBatchImages } from "../../database/views/list_batch_images.ts";
import type { ImageLine } from "../../database/views/list_images.ts";
import { readCursor } from "../batch_query.ts";
import type { WebPorts } from "../ports.ts";
import type { Html, View } from "../view.ts";
import { Count, Empty, Pager, Size, Table } from "./parts.tsx";

const perPage = 100;

/** The images of a Batch, or of one series in it. */
export async function batchImages(ports: WebPorts, { params, query }: View): Promise<Html> {
  const code = params["code"] ?? "";
  const filter = { batch: code, series: query.get("series") ?? undefined };
  const page = await listBatchImages(ports.sql, filter, readCursor(query), perPage);
  const path = `/batches/${code}/images`;
  return (
    <>
      <div class="head">
        <p class="crumb">
          <a href="/batches">Batches</a> / <a class="code" href={`/batches/${code}`}>{code}</a>
        </p>
        <h1>Images</h1>
        {filter.series
          ? <a class="end" href={`/series/${filter.series}`}>View this series</a>
          : null}
      </div>
      {page.lines.length === 0
        ? <Empty title="No images">No image of this Batch and series was delivered.</Empty>
        : <ImageTable images={page.lines} />}
      <Pager
        path={path}
        query={query}
        next={page.next}
        previous={page.previous}
        words={["← Previous", "Next →"]}
      />
    </>
  );
}

function ImageTable({ images }: { images: readonly ImageLine[] }): Html {
  const head = ["Series", "No.", "Image", "Modality", "Size", "Frames", "File size", "Screening"];
  return (
    <Table label="Images" head={head} numbers={[1, 4, 5, 6]}>
      {images.map((image) => (
        <tr>
          <td>
            <a
              class="code uid short"
              href={`/batches/${image.batch}/images?series=${image.seriesInstanceUid}`}
              title={image.seriesInstanceUid}
            >
              …{image.seriesInstanceUid.slice(-6)}
            </a>
          </td>
          <td class="n">{image.instanceNumber ?? "–"}</td>
          <td>
            <a class="code uid" href={`/images/${image.sopInstanceUid}`}>{image.sopInstanceUid}</a>
          </td>
          <td>{image.modality ?? "–"}</td>
          <td class="n">{image.rows ? `${image.columns} × ${image.rows}` : "–"}</td>
          <td class="n">
            <Count of={image.frames ?? 1} />
          </td>
          <td class="n">
            <Size of={image.bytes} />
          </td>
          <td>{image.rule ?? image.verdict}</td>
        </tr>
      ))}
    </Table>
  );
}
