export { frameOf, loadFrame };

const retryMs = 1000;
const types = {
  Uint8: Uint8Array,
  Uint16: Uint16Array,
  Int16: Int16Array,
  Float32: Float32Array,
};

/**
 * Loads the values of a frame, counted from 1; while the server is busy, it is asked again. Rejects
 * with an Error whose message can be shown.
 */
async function loadFrame({ uid, frame }, signal) {
  const address = `/images/${encodeURIComponent(uid)}/frames/${frame}`;
  const response = await fetch(address, { signal, cache: "no-store", redirect: "manual" })
    .catch(() => {
      throw transient("The connection to the server is lost.");
    });
  if (response.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    signal.throwIfAborted();
    return await loadFrame({ uid, frame }, signal);
  }
  if (response.type === "opaqueredirect") throw transient("Log in again, then reload the page.");
  if (!response.ok) throw new Error(await reasonOf(response));
  const facts = JSON.parse(response.headers.get("Frame-Facts"));
  return frameOf(facts, await response.arrayBuffer());
}

/** The values and the overlay of a frame, which share its memory. */
function frameOf(facts, buffer) {
  const { rows, columns, channels, type, hasOverlay } = facts;
  const values = new types[type](buffer, 0, rows * columns * channels);
  const overlay = hasOverlay ? new Uint8Array(buffer, values.byteLength) : undefined;
  return { facts, values, overlay, bytes: buffer.byteLength };
}

function transient(message) {
  return Object.assign(new Error(message), { isTransient: true });
}

async function reasonOf(response) {
  const { detail } = await response.json().catch(() => ({}));
  return detail ?? `The server answered with status ${response.status}.`;
}
