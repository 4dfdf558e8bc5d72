// A worker that decodes and renders a delivered image. The decoders create functions from text,
// which only the security policy of this script allows: a worker has no access to the page.
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
  fixRle(NativePixelDecoder);
  const [response] = await Promise.all([
    fetch(file),
    decoders && NativePixelDecoder.initializeAsync({ webAssemblyModulePathOrUrl: decoders }),
  ]);
  if (!response.ok) {
    throw new Error(response.status === 404 ? "its file was deleted" : response.statusText);
  }
  image = new DicomImage(await response.arrayBuffer());
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

// dcmjs-imaging 0.2.5 passes the opposite planar configuration (PS3.3 C.7.6.3.1.3) to its RLE
// decoder, which results in colour bands.
function fixRle(decoder) {
  const { decodeRle } = decoder;
  decoder.decodeRle = (pixel, ...rest) => {
    const opposite = Object.create(pixel);
    opposite.getPlanarConfiguration = () => 1 - pixel.getPlanarConfiguration();
    return decodeRle.call(decoder, opposite, ...rest);
  };
}
