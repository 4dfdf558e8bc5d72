/// <reference lib="deno.worker" />

/**
 * Lets one path be a file, a pipe and a link in turn, as fast as it can, until it is told to stop.
 * It says "ready" before its first turn and "stopped" after its last.
 */
self.onmessage = (
  { data }: MessageEvent<{ path: string; takes: readonly string[]; stop: Int32Array }>,
) => {
  const { path, takes, stop } = data;
  self.postMessage("ready");
  for (let turn = 0; Atomics.load(stop, 0) === 0; turn++) {
    const place = takes[turn % takes.length] ?? path;
    Deno.renameSync(place, path);
    Deno.renameSync(path, place);
  }
  self.postMessage("stopped");
};
