import assert from "node:assert/strict";
import { parse } from "yaml";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => Deno.readTextFileSync(new URL(path, root));
const templates = ["bug.yml", "feature.yml"].map((name) => `.github/ISSUE_TEMPLATE/${name}`);
const files = [
  ".editorconfig",
  ".devcontainer/Dockerfile",
  ".devcontainer/devcontainer.json",
  ".github/workflows/ci.yaml",
  ...templates,
];

Deno.test("the workflow runs .ci/run on every push and pull request, with rights to read only", () => {
  const workflow = parse(read(".github/workflows/ci.yaml"));
  assert.deepEqual(Object.keys(workflow.on), ["push", "pull_request"]);
  assert.deepEqual(workflow.permissions, { contents: "read" });
  const steps: { run?: string }[] = workflow.jobs.run.steps;
  assert.equal(steps.at(-1)?.run, ".ci/run");
  assert.equal(((Deno.statSync(new URL(".ci/run", root)).mode ?? 0) & 0o111) !== 0, true);
});

Deno.test("every issue template forbids patient data, and its author has to confirm it", () => {
  for (const path of templates) {
    const { name, description, body } = parse(read(path));
    assert.ok(name && description, path);
    assert.match(body[0].attributes.value, /^\*\*No patient data\.\*\* /, path);
    const [confirmed] = body.at(-1).attributes.options;
    assert.match(confirmed.label, /contains no patient data/, path);
    assert.equal(confirmed.required, true, path);
  }
  assert.match(read(templates[0] ?? ""), /SECURITY\.md/);
});

Deno.test("the devcontainer has the packages of .ci/run and of CONTRIBUTING, and the same Deno", () => {
  const words = read(".devcontainer/Dockerfile").split(/\s+/);
  const [, listed = ""] = /^packages="([^"]+)"$/m.exec(read(".ci/run")) ?? [];
  const [, described = ""] = /^apt-get install (.+)$/m.exec(read("CONTRIBUTING.md")) ?? [];
  const wanted = [...listed.split(" "), ...described.split(" ")];
  assert.ok(wanted.length > 20);
  assert.deepEqual(wanted.filter((name) => !words.includes(name)), []);
  const [, version = ""] = /^version=(\S+)$/m.exec(read(".ci/run")) ?? [];
  assert.ok(words.includes(`deno@${version}`), version);
  assert.equal(version, Deno.version.deno);
  assert.equal(JSON.parse(read(".devcontainer/devcontainer.json")).build.dockerfile, "Dockerfile");
});

Deno.test("these files name no server and no directory of one machine", () => {
  for (const path of files) {
    assert.doesNotMatch(read(path), /https?:|registry\.|\/(home|work|Users)\//, path);
  }
});
