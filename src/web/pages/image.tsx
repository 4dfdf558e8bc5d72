import { findImage, type ImageDetail } from "../../database/find_image.ts";
import { count, size } from "../format.ts";
import type { Html } from "../html.ts";
import type { WebPorts } from "../ports.ts";
import type { View } from "../view.ts";
import { HeaderTree } from "./header_tree.tsx";
import { Empty } from "./parts.tsx";
import { Picture } from "./picture.tsx";

/** The page of an image: the picture with window and level, and the de-identified header. */
export async function image(ports: WebPorts, { params }: View): Promise<Html | undefined> {
  const found = await findImage(ports.sql, params["uid"] ?? "");
  if (!found) return undefined;
  return (
    <>
      <Head image={found} />
      <div class="image">
        <section aria-labelledby="picture">
          <h2 id="picture">Picture</h2>
          <Picture image={found} />
          <Facts image={found} />
        </section>
        <section aria-labelledby="header">
          <h2 id="header">De-identified header</h2>
          {found.header
            ? <HeaderTree header={found.header} />
            : <Empty title="The catalogue does not contain the header of this image" />}
        </section>
      </div>
    </>
  );
}

function Head({ image }: { image: ImageDetail }): Html {
  const { batch, position, imagesInSeries, previous, next } = image;
  return (
    <div class="head">
      <p class="crumb">
        <a href="/batches">Batches</a> / <a class="code" href={`/batches/${batch}`}>{batch}</a> /
        {" "}
        <a href={`/batches/${batch}/images?series=${image.seriesInstanceUid}`}>series</a>
      </p>
      <h1>
        {image.modality ?? "Image"} {image.instanceNumber ?? ""}
      </h1>
      <nav class="steps" aria-label="Images of the series">
        {previous ? <a rel="prev" href={`/images/${previous}`}>← Previous</a> : null}
        <span class="quiet">{count(position)} of {count(imagesInSeries)}</span>
        {next ? <a rel="next" href={`/images/${next}`}>Next →</a> : null}
      </nav>
    </div>
  );
}

function Facts({ image }: { image: ImageDetail }): Html {
  return (
    <dl class="facts one">
      <dt>Instance</dt>
      <dd class="code">{image.sopInstanceUid}</dd>
      <dt>Patient</dt>
      <dd class="code">{image.patient ?? "–"}</dd>
      <dt>Pixels</dt>
      <dd>
        {image.columns ?? "?"} × {image.rows ?? "?"}
        {image.frames && image.frames > 1 ? `, ${count(image.frames)} frames` : ""}
      </dd>
      <dt>File</dt>
      <dd>{size(image.bytes)}, {image.transferSyntaxUid}</dd>
      <dt>SHA-256</dt>
      <dd class="code">{image.sha256 ?? "–"}</dd>
      <dt>Screening</dt>
      <dd>
        {image.verdict}
        {image.rule ? `, rule "${image.rule}"` : ""}
        {image.rectangles?.length ? `, redacted ${image.rectangles.join("; ")}` : ""}
      </dd>
    </dl>
  );
}
