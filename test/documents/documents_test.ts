import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { version } from "../../src/system/version.ts";
import { run } from "../support/tools.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => Deno.readTextFileSync(join(root, path));
const names = (directory: string): string[] =>
  [...Deno.readDirSync(join(root, directory))].map(({ name }) => join(directory, name));
const documents = [".", "docs", "docs/decisions"].flatMap(names)
  .filter((path) => path.endsWith(".md"));

/** The anchor of a heading in the page. */
const anchor = (heading: string): string =>
  heading.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-");

Deno.test("every link in a document leads to an existing file and heading", () => {
  const broken: string[] = [];
  for (const document of documents) {
    for (const [, target = ""] of read(document).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = "", place] = target.split("#");
      const file = path ? join(dirname(document), path) : document;
      const there = file.endsWith(".md") || !place ? exists(file) : false;
      const headings = there && file.endsWith(".md")
        ? [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchor(heading))
        : [];
      if (!there || (place && !headings.includes(place))) broken.push(`${document}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

Deno.test("README has at most 130 lines", () => {
  assert.ok(read("README.md").trimEnd().split("\n").length <= 130);
});

Deno.test("README links every document, and the list of decisions every decision", () => {
  const unlinked = documents.filter((path) => {
    const list = /^docs\/decisions\/(?!README)/.test(path)
      ? "docs/decisions/README.md"
      : "README.md";
    const target = list === "README.md" ? path : basename(path);
    return path !== "README.md" && !read(list).includes(`(${target})`);
  });
  assert.deepEqual(unlinked, []);
});

Deno.test("README names every command, every one has a task, and each task is a command", async () => {
  const help = await run(Deno.execPath(), [
    "run",
    "-A",
    "--quiet",
    join(root, "main.ts"),
    "--help",
  ]);
  const commands = [...help.matchAll(/^ {2}([a-z-]+) +\S/gm)].map(([, name = ""]) => name);
  assert.ok(commands.length >= 15, help);
  const readme = read("README.md");
  const [, listed = ""] = /## Commands\n([^]*?)\n## /.exec(readme) ?? [];
  const tasks = Object.entries(config.tasks)
    .filter(([, { command }]) => /main\.ts [a-z-]+$/.test(command)).map(([name]) => name);
  assert.deepEqual(commands.filter((name) => !listed.includes(`\`${name}`)), []);
  assert.deepEqual(tasks.toSorted(), commands.toSorted());
});

Deno.test("--version, deno.json, the image and the change log agree", async () => {
  const told = await run(Deno.execPath(), ["run", "-A", "-q", join(root, "main.ts"), "--version"]);
  assert.equal(told, `dicom-intake ${version}\n`);
  assert.match(read("Dockerfile"), new RegExp(`^ARG VERSION=${version}$`, "m"));
  assert.match(read("CHANGELOG.md"), new RegExp(`^## ${version}$`, "m"));
});

function exists(path: string): boolean {
  try {
    Deno.statSync(join(root, path));
    return true;
  } catch {
    return false;
  }
}
