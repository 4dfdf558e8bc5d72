import type { ImageDetail } from "../../database/find_image.ts";
import { assetUrl } from "../assets/assets.ts";
import { size } from "../format.ts";
import type { Html } from "../html.ts";
import { Empty } from "./parts.tsx";

/** More than this a browser is not asked to hold. */
const drawnAtMost = 512 * 1024 * 1024;

/** What needs no decoder (PS3.5 annex A: implicit, explicit, big endian, deflated). */
const plainSyntax = /^1\.2\.840\.10008\.1\.2(\.1|\.2|\.1\.99)?$/;

/** What there is a decoder for: RLE, JPEG and its lossless forms, JPEG-LS, JPEG 2000, HT, XL. */
const decodedSyntax =
  /^1\.2\.840\.10008\.1\.2\.(5|4\.(50|51|57|70|80|81|90|91|110|112|201|202|203))$/;

/** MPEG-2, MPEG-4 and HEVC (PS3.5 A.4.5 to A.4.7), fragmentable ones too. */
const videoSyntax = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/;

/** The picture of an image with window and level, or why it is not drawn. */
export function Picture({ image }: { image: ImageDetail }): Html {
  const why = whyNotDrawn(image);
  if (!why) return <Viewer image={image} />;
  return (
    <Empty title={why}>
      <a href={fileOf(image)} download={`${image.sopInstanceUid}.dcm`}>Save the file</a>{" "}
      to open it in a DICOM viewer.
    </Empty>
  );
}

function whyNotDrawn({ bytes, columns, transferSyntaxUid: syntax }: ImageDetail) {
  if (columns === null) return "It has no picture";
  if (bytes > drawnAtMost) return `The file has ${size(bytes)}: too much to draw in a browser`;
  if (videoSyntax.test(syntax)) return "It is a video, which is not played here";
  if (plainSyntax.test(syntax) || decodedSyntax.test(syntax)) return undefined;
  return `It is compressed in a way that is not drawn here (${syntax})`;
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
          aria-label="The picture. Arrow keys change window and level, R resets."
        />
        <p class="state" role="status">Drawing …</p>
      </div>
      <div class="controls">
        <label>
          Window <span data-shown="width"></span>
          <input type="range" name="width" min="1" max="4096" step="1" disabled />
        </label>
        <label>
          Level <span data-shown="center"></span>
          <input type="range" name="center" min="-1024" max="3071" step="1" disabled />
        </label>
        <label class="frames" hidden>
          Frame <span data-shown="frame"></span>
          <input type="range" name="frame" min="0" max="0" step="1" />
        </label>
        <button type="button" name="reset" disabled>Reset</button>
      </div>
      <p class="quiet">Drag on the picture: sideways for the window, up and down for the level.</p>
    </div>
  );
}
