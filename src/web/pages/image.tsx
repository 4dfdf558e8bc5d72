import { findImage, type ImageDetail } from "../../database/views/find_image.ts";
import { assetUrl } from "../assets/assets.ts";
import { count, size } from "../format.ts";
import type { WebPorts } from "../ports.ts";
import type { Html, View } from "../view.ts";
import { HeaderTree } from "./header_tree.tsx";
import { Empty } from "./parts.tsx";

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

/** Larger files are not loaded into the browser. */
const maxBytes = 512 * 1024 * 1024;

/**
 * Transfer syntaxes without a decoder (PS3.5 annex A: implicit, explicit, big endian, deflated).
 */
const plainSyntax = /^1\.2\.840\.10008\.1\.2(\.1|\.2|\.1\.99)?$/;

/**
 * Transfer syntaxes with a decoder: RLE, JPEG and its lossless forms, JPEG-LS, JPEG 2000, HT, XL.
 */
const decodedSyntax =
  /^1\.2\.840\.10008\.1\.2\.(5|4\.(50|51|57|70|80|81|90|91|110|112|201|202|203))$/;

/** MPEG-2, MPEG-4 and HEVC (PS3.5 A.4.5 to A.4.7), including the fragmentable syntaxes. */
const videoSyntax = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/;

/** The picture of an image with window and level, or the reason why it is not shown. */
function Picture({ image }: { image: ImageDetail }): Html {
  const obstacle = obstacleOf(image);
  if (!obstacle) return <Viewer image={image} />;
  return (
    <Empty title={obstacle}>
      <a href={fileOf(image)} download={`${image.sopInstanceUid}.dcm`}>Download the file</a>{" "}
      to open it in a DICOM viewer.
    </Empty>
  );
}

function obstacleOf({ bytes, columns, transferSyntaxUid: syntax }: ImageDetail) {
  if (columns === null) return "This object contains no image";
  if (bytes > maxBytes) return `The file (${size(bytes)}) is too large to be shown in a browser`;
  if (videoSyntax.test(syntax)) return "Videos cannot be shown here";
  if (plainSyntax.test(syntax) || decodedSyntax.test(syntax)) return undefined;
  return `Images with this compression cannot be shown here (${syntax})`;
}

function fileOf({ sopInstanceUid }: ImageDetail): string {
  return `/images/${sopInstanceUid}/file`;
}

function Viewer({ image }: { image: ImageDetail }): Html {
  return (
    <div
      id="viewer"
      data-thread={assetUrl("decoder.js")}
      data-libraries={`${assetUrl("dcmjs.js")} ${assetUrl("dcmjs-imaging.js")}`}
      data-file={fileOf(image)}
      data-decoders={plainSyntax.test(image.transferSyntaxUid)
        ? undefined
        : assetUrl("dcmjs-native-codecs.wasm")}
    >
      <div class="screen">
        <canvas
          tabindex={0}
          role="img"
          aria-label="The picture"
        />
        <p class="state" role="status">Loading …</p>
      </div>
      <div class="controls">
        <label data-grey hidden>
          Window <span data-shown="width"></span>
          <input type="range" name="width" min="1" max="4096" step="1" disabled />
        </label>
        <label data-grey hidden>
          Level <span data-shown="center"></span>
          <input type="range" name="center" min="-1024" max="3071" step="1" disabled />
        </label>
        <label class="frames" hidden>
          Frame <span data-shown="frame"></span>
          <input type="range" name="frame" min="0" max="0" step="1" />
        </label>
        <button type="button" name="reset" data-grey hidden disabled>Reset</button>
      </div>
      <p class="quiet" data-grey hidden>
        Drag on the picture: horizontally to change the window, vertically to change the level.
      </p>
    </div>
  );
}
