import { fileURLToPath } from "node:url";
import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import { freePort } from "../servers/orthanc.ts";
import { run } from "../tools.ts";

const source = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * A reader's machine in a directory: a clone to stand in, studies where documents say that
 * studies are, and programs on the PATH that stand in for those of the reader.
 */
export interface Sandbox {
  readonly clone: string;
  /** Runs a script as the reader would; throws with its output when a command fails. */
  run(script: string, env?: Readonly<Record<string, string>>): Promise<string>;
}

/** Makes a sandbox for one document. */
export async function openSandbox(directory: string): Promise<Sandbox> {
  const clone = `${directory}/clone`;
  const bin = `${directory}/bin`;
  for (const path of [clone, bin, `${directory}/etc`]) Deno.mkdirSync(path);
  const copy = 'git ls-files -co --exclude-standard -z | xargs -0 tar -c | tar -x -C "$1"';
  await run("sh", ["-c", `cd ${source} && ${copy}`, "sh", clone]);
  Deno.symlinkSync(`${source}/node_modules`, `${clone}/node_modules`);
  for (const [name, text] of Object.entries(programs)) {
    Deno.writeTextFileSync(`${bin}/${name}`, text, { mode: 0o755 });
  }
  putStudies(directory, clone);
  const port = freePort();
  const usual = {
    PATH: `${bin}:${Deno.env.get("PATH")}`,
    REAL_DENO: Deno.execPath(),
    DATA_BASE: `${clone}/inbox`,
    OUTPUT_BASE: `${clone}/output`,
    STATE_DIR: `${clone}/state`,
    WEB_LISTEN: `127.0.0.1:${port}`,
    MIN_FREE: "0",
    LOG: "json",
    SANDBOX: directory,
  };
  return {
    clone,
    async run(script, env = {}): Promise<string> {
      const adapted = script.replaceAll(/(?<=[\s=])\/path\/to\//g, `${directory}/path/to/`)
        .replaceAll("/etc/dicom-intake/", `${directory}/etc/`)
        .replaceAll("file:///data/", `file://${directory}/data/`)
        .replaceAll(":8480", `:${port}`);
      const path = `${directory}/script.sh`;
      Deno.writeTextFileSync(path, `${leaveNothing}\n${adapted}`);
      Deno.writeTextFileSync(`${directory}/typed`, "a sentence of four words\n");
      const variables = Object.entries({ ...usual, ...env }).map(([name, v]) => `${name}=${v}`);
      return await run("env", [
        ...variables,
        "timeout",
        "300",
        "bash",
        "-c",
        `cd ${clone} && exec bash -euo pipefail ${path} <../typed`,
      ]);
    },
  };
}

/** However the script ends, what it started ends with it. */
const leaveNothing = `trap '
  kill $(jobs -p) 2>/dev/null || true
  [ -z "$(ls -A "$STATE_DIR/run" 2>/dev/null)" ] || deno task stop || true' EXIT`;

/** Studies under the names that documents use. */
function putStudies(directory: string, clone: string): void {
  const places = ["path/to/images", "path/to/study-17", "path/to/study-18", "clone/folder"];
  for (const [number, place] of [...places, "clone/inbox/1_2/ST-000012"].entries()) {
    Deno.mkdirSync(`${directory}/${place}`, { recursive: true });
    for (const { name, bytes } of syntheticStudy({ number: number + 1, images: 2, size: 16 })) {
      Deno.writeFileSync(`${directory}/${place}/${name}`, bytes);
    }
  }
  Deno.copyFileSync(`${clone}/folder/IMG0001.dcm`, `${clone}/image.dcm`);
  const screening = Deno.readTextFileSync(`${clone}/docs/screening.md`);
  const [, recipe = ""] = /```\n(FORMAT dicom\n[^]*?)```/.exec(screening) ?? [];
  Deno.writeTextFileSync(`${clone}/site.dicom`, recipe);
}

/**
 * `deno`: a command that goes on (`watch`, `serve`) is stopped once it says that it works, and
 * must end well. `npx` is taken for the Deno that runs the test, `sudo` for who runs it.
 */
const programs = {
  deno: `#!/bin/bash
case " $* " in
  *" --detach "* | *" --help "*) exec "$REAL_DENO" "$@" ;;
  " task watch "* | " task serve "*)
    log=$(mktemp -p "$SANDBOX")
    "$REAL_DENO" "$@" 2>"$log" & going=$!
    until grep -qE '"(inbox\\.found|web\\.started)"' "$log"; do
      kill -0 $going 2>/dev/null || { cat "$log" >&2; exit 1; }
      sleep 0.1
    done
    kill -TERM $going
    wait $going || { cat "$log" >&2; exit 1; } ;;
  *) exec "$REAL_DENO" "$@" ;;
esac
`,
  npx: '#!/bin/sh\n[ "$1 $2" = "-y deno@2.9.6" ] && shift 2 && exec deno "$@"\nexit 1\n',
  sudo: '#!/bin/sh\nexec "$@"\n',
};
