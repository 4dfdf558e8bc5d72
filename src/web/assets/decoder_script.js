// Decodes and renders a delivered image in a thread of its own. The decoders make functions out of
// text, which the policy of this script alone allows: there is no page here, and nothing to steal.
let image;

self.addEventListener("message", async ({ data }) => {
  try {
    if (data.file) await open(data);
    self.postMessage(render(data));
  } catch (fault) {
    self.postMessage({ fault: fault.message });
  }
});

async function open({ file, libraries, decoders }) {
  importScripts(...libraries);
  const { DicomImage, NativePixelDecoder } = self.dcmjsImaging;
  mendRle(NativePixelDecoder);
  const [answer] = await Promise.all([
    fetch(file),
    decoders && NativePixelDecoder.initializeAsync({ webAssemblyModulePathOrUrl: decoders }),
  ]);
  if (!answer.ok) throw new Error(answer.status === 404 ? "its file is gone" : answer.statusText);
  image = new DicomImage(await answer.arrayBuffer());
}

function render({ frame = 0, width, center }) {
  const { WindowLevel } = self.dcmjsImaging;
  const windowLevel = width === undefined ? undefined : new WindowLevel(width, center);
  const rendered = image.render({ frame, windowLevel });
  return {
    pixels: rendered.pixels,
    columns: rendered.width,
    rows: rendered.height,
    frames: image.getNumberOfFrames(),
    width: rendered.windowLevel?.getWindow(),
    center: rendered.windowLevel?.getLevel(),
  };
}

// dcmjs-imaging 0.2.5 tells its RLE decoder the opposite planar configuration (PS3.3 C.7.6.3.1.3),
// so that colours come out in bands.
function mendRle(decoder) {
  const { decodeRle } = decoder;
  decoder.decodeRle = (pixel, ...rest) => {
    const opposite = Object.create(pixel);
    opposite.getPlanarConfiguration = () => 1 - pixel.getPlanarConfiguration();
    return decodeRle.call(decoder, opposite, ...rest);
  };
}
