/// <reference lib="deno.worker" />

/** Writes a file into a folder every few milliseconds until it is told to stop; says which. */
self.onmessage = ({ data }: MessageEvent<{ folder: string; stop: Int32Array }>) => {
  const written: string[] = [];
  const pause = new Int32Array(new SharedArrayBuffer(4));
  self.postMessage("started");
  Atomics.wait(pause, 0, 0, Math.random() * 100);
  while (Atomics.load(data.stop, 0) === 0) {
    const name = `late-${written.length}`;
    try {
      Deno.writeTextFileSync(`${data.folder}/${name}`, "late", { createNew: true });
      written.push(name);
    } catch {
      // the folder is not there at the moment
    }
    Atomics.wait(pause, 0, 0, 5);
  }
  self.postMessage(written);
};
