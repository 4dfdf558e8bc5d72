import { findImage, type ImageDetail } from "../../database/views/find_image.ts";
import { count, size } from "../format.ts";
import type { WebPorts } from "../ports.ts";
import type { Html, View } from "../view.ts";
import { HeaderTree } from "./header_tree.tsx";
import { Empty } from "./parts.tsx";
import { StackViewer } from "./stack_viewer.tsx";

/** The page of an image: the picture in the viewer, and the de-identified header. */
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
        {imagesInSeries > 1
          ? (
            <a href={`/series/${image.seriesInstanceUid}?image=${image.sopInstanceUid}`}>
              View all
            </a>
          )
          : null}
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

/** MPEG-2, MPEG-4 and HEVC (PS3.5 A.4.5 to A.4.7), including the fragmentable syntaxes. */
const videoSyntax = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/;

/** The picture of an image in the viewer, or the reason why it is not shown; and its file. */
function Picture({ image }: { image: ImageDetail }): Html {
  const { sopInstanceUid: uid, columns, transferSyntaxUid, modality } = image;
  const obstacle = columns === null
    ? "This object contains no image"
    : videoSyntax.test(transferSyntaxUid)
    ? "Videos cannot be shown here"
    : undefined;
  const file = (
    <>
      <a href={`/images/${uid}/file`} download={`${uid}.dcm`}>Download the file</a>{" "}
      to open it in a DICOM viewer.
    </>
  );
  if (obstacle) return <Empty title={obstacle}>{file}</Empty>;
  return (
    <>
      <StackViewer stack={`/images/${uid}/stack`} modality={modality} />
      <p class="quiet">{file}</p>
    </>
  );
}
