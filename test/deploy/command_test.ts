import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { tempDir } from "../support/temp_dir.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const script = `${root}/deploy/dicom-intake`;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the script with a PATH that has only what it needs, and what `own` adds. */
function runScript(program: string, args: readonly string[], own: Record<string, string>): Ended {
  using directory = tempDir();
  for (const name of ["sh", "dirname", "readlink"]) {
    Deno.symlinkSync(`/usr/bin/${name}`, `${directory.path}/${name}`);
  }
  for (const [name, text] of Object.entries(own)) {
    Deno.writeTextFileSync(`${directory.path}/${name}`, text, { mode: 0o755 });
  }
  const { code, ...output } = new Deno.Command(program, {
    args: [...args],
    env: { PATH: directory.path },
    clearEnv: true,
  }).outputSync();
  const [stdout, stderr] = [output.stdout, output.stderr].map((each) =>
    new TextDecoder().decode(each)
  );
  return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
}

/** A Deno that prints its arguments. */
const echo = { deno: '#!/bin/sh\nprintf "%s\\n" "$@"\n' };

Deno.test("the command dicom-intake runs each command with the options of its task", () => {
  const lines = Object.entries(config.tasks).flatMap(([name, { command }]) =>
    command.endsWith(` main.ts ${name}`) ? [[name, command] as const] : []
  );
  assert.ok(lines.length > 20);
  for (const [name, line] of lines) {
    const [options = ""] = /( --v8-flags=\S+)? -P=\S+/.exec(line) ?? [];
    const { stdout } = runScript(script, [name, "a b"], echo);
    const flags = ["run", "-q", "--no-prompt", "--cached-only", "--node-modules-dir=manual"];
    const words = flags.concat(options.trim().split(" "), `${root}/main.ts`, name, "a b", "");
    assert.equal(stdout, words.join("\n"), name);
  }
  assert.match(runScript(script, [], echo).stdout, /^-P=intake$/m);
});

Deno.test("hints of the command name it: it says how it was run", () => {
  const own = { deno: '#!/bin/sh\nprintf "%s" "$DICOM_INTAKE_COMMAND"\n' };
  assert.equal(runScript(script, ["status"], own).stdout, "dicom-intake");
});

Deno.test("package.json names this command, and the version of deno.json", () => {
  const { bin, version, private: isPrivate } = JSON.parse(
    Deno.readTextFileSync(`${root}/package.json`),
  );
  assert.deepEqual(bin, { "dicom-intake": "deploy/dicom-intake" });
  assert.equal(version, config.version);
  assert.equal(isPrivate, true, "it cannot be published by mistake");
});

Deno.test("without Deno or its packages, the command says what to install", () => {
  const noDeno = runScript(script, ["status"], {});
  assert.equal(noDeno.code, 2);
  assert.match(noDeno.stderr, /Deno is not installed\n {2}npm install --global deno@\d+\.\d+\.\d+/);
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/deploy`);
  Deno.copyFileSync(script, `${directory.path}/deploy/dicom-intake`);
  const noPackages = runScript(`${directory.path}/deploy/dicom-intake`, ["status"], echo);
  assert.equal(noPackages.code, 2);
  assert.match(noPackages.stderr, /\(cd \S+ && deno install --frozen\)/);
  const install = Deno.readTextFileSync(`${root}/docs/install.md`);
  assert.ok(install.includes(/deno@[\d.]+/.exec(noDeno.stderr)?.[0] ?? "?"), "the same version");
});
