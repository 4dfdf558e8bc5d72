import assert from "node:assert/strict";
import { cleanRoot, onMachine } from "../../test/support/program/clean_root.ts";
import { shellBlocks } from "../../test/support/program/document_blocks.ts";
import { embeddedFiles, flagsOf } from "../../test/support/program/embedded_files.ts";
import { run } from "../../test/support/tools.ts";

/**
 * Runs the commands of install.md for the program as one file: it is compiled on the machine with
 * the clone, then installed and run on a Debian without other software and without a network.
 * Deno's base of compiled programs cannot be downloaded here. So Deno itself replaces the base, and
 * a script replaces the program: it runs the embedded files with the embedded permissions.
 */
export async function tryOneProgram(machine: string, bare: string): Promise<void> {
  const [compile, install] = shellBlocks("docs/install.md")
    .filter(({ heading }) => heading === "One program");
  const deno = `"$(deno eval --quiet 'console.log(Deno.execPath())')"`;
  await onMachine(machine, `export DENORT_BIN=${deno}\n${compile?.commands}`);
  const { permissions, extract } = embeddedFiles(`${machine}/srv/clone/dist/dicom-intake`);

  await cleanRoot(bare);
  await run("cp", ["-R", `${machine}/path`, bare]);
  await run("cp", [Deno.execPath(), `${bare}/opt/stand-in`]);
  extract(`${bare}/opt/unpacked`);
  const flags = ["--quiet", "--no-prompt", "--cached-only", "--node-modules-dir=manual"];
  Deno.mkdirSync(`${bare}/srv/clone/dist`, { recursive: true });
  Deno.writeTextFileSync(
    `${bare}/srv/clone/dist/dicom-intake`,
    `#!/bin/sh\nexec /opt/stand-in run ${[...flags, ...flagsOf(permissions)].join(" ")} ` +
      `/opt/unpacked/main.ts "$@"\n`,
  );
  const shown = await onMachine(bare, `${install?.commands}\n${ownFolders}\n${page}`, "no network");
  assert.match(shown, /DONE .*13 /);
  assert.match(shown, /the page is whole\n/);
}

const ownFolders = `export DATA_BASE=/srv/inbox OUTPUT_BASE=/srv/output STATE_DIR=/srv/state
  mkdir /srv/inbox
  cp -R /path/to/images /srv/inbox/ST-1.tmp1
  mv /srv/inbox/ST-1.tmp1 /srv/inbox/ST-1
  dicom-intake queue
  [ "$(find /srv/output -name '*.dcm' | wc -l)" = 3 ]`;

/** Checks that the page and everything that it loads are embedded. */
const page = `dicom-intake serve & serving=$!
  HOME=/tmp /opt/stand-in eval --quiet '
    const page = "http://127.0.0.1:8480";
    const answered = async (path) => {
      const answer = await fetch(page + path);
      if (!answer.ok) throw new Error(path + ": " + answer.status);
      return await answer.text();
    };
    for (let tries = 1; tries <= 300; tries++) {
      const ready = await fetch(page + "/readyz").then(({ ok }) => ok, () => false);
      if (ready) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [assets] = /\\/assets\\/[0-9a-f]+\\//.exec(await answered("/"));
    const names = ["htmx.js", "swagger-ui.js", "swagger-ui.css", "stack_viewer.mjs"];
    for (const name of names) {
      await answered(assets + name);
    }
    await answered("/api/openapi.json");
    console.log("the page is whole");'
  kill $serving; wait $serving`;
