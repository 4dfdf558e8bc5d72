import assert from "node:assert/strict";
import { around, elsewhere, exceptions } from "../documents/exceptions.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { type ShellBlock, shellBlocks } from "../support/program/document_blocks.ts";
import { openSandbox } from "../support/program/sandbox.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const root = new URL("../../", import.meta.url);
const ignore = missingTools(
  ...debianServerTools,
  "curl",
  "openssl",
  "pg_dump",
  "psql",
  "rsync",
  "dcmqrscp",
  "movescu",
  "storescp",
  "storescu",
);

const documents = [
  ...[...Deno.readDirSync(root)].map(({ name }) => name),
  ...[...Deno.readDirSync(new URL("docs/", root))].map(({ name }) => `docs/${name}`),
].filter((path) => path.endsWith(".md") && shellBlocks(path).length > 0).toSorted();

const used = new Set<string>();

/** The commands of a block, without the exceptions; continued lines are joined. */
function runnable({ commands }: ShellBlock): string {
  return commands.replaceAll("\\\n", "").split("\n").filter((line) => {
    const command = line.trimStart().replace(/^(?:[A-Z_]+=(?:'[^']*'|\S*) +)+/, "");
    const exception = exceptions.find(([start]) => command.startsWith(start));
    if (exception) used.add(exception[0]);
    return !exception;
  }).join("\n");
}

function scriptOf(document: string): string {
  const parts: string[] = [];
  let heading: string | undefined;
  for (const block of shellBlocks(document)) {
    const key = `${document}#${block.heading}`;
    const covered = elsewhere[key] ?? elsewhere[document];
    if (covered) {
      used.add(elsewhere[key] ? key : document);
      const test = Deno.readTextFileSync(new URL(covered, root));
      assert.ok(test.includes(document) || test.includes(block.heading), `${covered}: ${key}`);
      continue;
    }
    if (heading !== block.heading) {
      parts.push(around[`${document}#${heading}`]?.after ?? "", around[key]?.before ?? "");
    }
    heading = block.heading;
    parts.push(`echo "at ${document}:${block.line}" >&2`, runnable(block));
  }
  parts.push(around[`${document}#${heading}`]?.after ?? "");
  return parts.join("\n");
}

for (const document of documents) {
  Deno.test({
    name: `every command of ${document} works when it is pasted`,
    ignore,
    async fn() {
      const script = scriptOf(document);
      if (!/[^\s]/.test(script)) return; // another test runs all commands of this document
      using directory = tempDir();
      const sandbox = await openSandbox(directory.path);
      await using server = await debianServer(directory.path);
      const address = new URL(server.url).host;
      await sandbox.run(script.replaceAll("127.0.0.1:5432", address), { SERVER_URL: server.url });
    },
  });
}

Deno.test("every exception is still in a document", () => {
  for (const document of documents) scriptOf(document);
  const listed = [...exceptions.map(([start]) => start), ...Object.keys(elsewhere)];
  assert.deepEqual(listed.filter((each) => !used.has(each)), []);
  const headings = documents.flatMap((document) =>
    shellBlocks(document).map(({ heading }) => `${document}#${heading}`)
  );
  assert.deepEqual(Object.keys(around).filter((key) => !headings.includes(key)), []);
});
