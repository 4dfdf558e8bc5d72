const library = ["x86_64", "aarch64"]
  .map((arch) => `/usr/lib/${arch}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });

/** The tool that fakes clocks, for `missingTools`. */
export const fakeClockTools = library ? [] : ["faketime"];

/**
 * A clock that processes are given, and that can be set while they run; `+10d`, `@2026-10-25 …`.
 */
export class FakeClock {
  constructor(readonly file: string, time: string) {
    this.set(time);
  }

  /** The words before a command that runs by this clock; time that was waited for is real. */
  get words(): string[] {
    return [
      "env",
      `LD_PRELOAD=${library}`,
      `FAKETIME_TIMESTAMP_FILE=${this.file}`,
      "FAKETIME_NO_CACHE=1",
      "FAKETIME_DONT_FAKE_MONOTONIC=1",
    ];
  }

  set(time: string): void {
    Deno.writeTextFileSync(this.file, time);
  }
}
