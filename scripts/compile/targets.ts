/** A system for which the program is compiled, with its names in Deno and npm. */
export interface Target {
  readonly triple: string;
  readonly os: string;
  readonly arch: string;
}

/** The targets by the name of their platform, the argument of `deno task compile`. */
export const targets: ReadonlyMap<string, Target> = new Map(Object.entries({
  "linux-x64": { triple: "x86_64-unknown-linux-gnu", os: "linux", arch: "x64" },
  "linux-arm64": { triple: "aarch64-unknown-linux-gnu", os: "linux", arch: "arm64" },
  "macos-x64": { triple: "x86_64-apple-darwin", os: "darwin", arch: "x64" },
  "macos-arm64": { triple: "aarch64-apple-darwin", os: "darwin", arch: "arm64" },
  "windows-x64": { triple: "x86_64-pc-windows-msvc", os: "win32", arch: "x64" },
}));
