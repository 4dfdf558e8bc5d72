import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path";

const root = new URL("..", import.meta.url).pathname;

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(directory: string): string[] {
  return [...Deno.readDirSync(join(root, directory))].flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = Deno.readTextFileSync(join(root, path));
  return [...text.matchAll(/from "([^"]+)"/g)].map(([, target = ""]) => ({
    from: path,
    to: target.startsWith(".") ? normalize(join(dirname(path), target)) : target,
  }));
}

const files = ["src", "streams"].flatMap(sources);
const imports = files.flatMap(importsOf);

Deno.test("src never imports rxjs, and only commands import streams", () => {
  const wrong = imports.filter(({ from, to }) =>
    from.startsWith("src/") && (to.startsWith("rxjs") ||
      (to.startsWith("streams/") && !from.startsWith("src/commands/")))
  );
  assert.deepEqual(wrong, []);
});

Deno.test("only src/database talks SQL", () => {
  const wrong = imports.filter(({ from, to }) =>
    to === "postgres" && !from.startsWith("src/database/")
  );
  assert.deepEqual(wrong, []);
});

/** What a room of src may import from others. */
const mayBuildOn: Readonly<Record<string, readonly string[]>> = {
  recipe: ["dicom"],
  deidentify: ["dicom", "recipe"],
  screen: ["dicom", "recipe"],
  gate: ["dicom"],
  web: ["database", "dicom"],
};

Deno.test("the rooms of src do not know each other, but deidentify and screen build on dicom and recipe, web on database and dicom", () => {
  const rooms = [
    ...[
      "dicom",
      "recipe",
      "deidentify",
      "screen",
      "gate",
      "deliver",
      "database",
      "folder",
      "state",
      "web",
    ],
  ];
  const roomOf = (path: string): string | undefined =>
    rooms.find((room) => path.startsWith(`src/${room}/`));
  const wrong = imports.filter(({ from, to }) => {
    const [here, there] = [roomOf(from), roomOf(to)];
    return here && there && here !== there && !mayBuildOn[here]?.includes(there);
  });
  assert.deepEqual(wrong, []);
});

Deno.test("errors.ts imports nothing, and log.ts only the model", () => {
  assert.deepEqual(
    imports.filter(({ from, to }) =>
      from === "src/model/errors.ts" ||
      (from === "src/system/log.ts" && !to.startsWith("src/model/"))
    ),
    [],
  );
});

Deno.test("the model imports only the model and errors.ts", () => {
  assert.deepEqual(
    imports.filter(({ from, to }) =>
      from.startsWith("src/model/") && !to.startsWith("src/model/") && to !== "src/model/errors.ts"
    ),
    [],
  );
});

Deno.test("src/model imports nothing but itself and errors.ts", () => {
  const wrong = imports.filter(({ from, to }) =>
    from.startsWith("src/model/") && !to.startsWith("src/model/") && to !== "src/model/errors.ts"
  );
  assert.deepEqual(wrong, []);
});

Deno.test("files are well under 200 lines", () => {
  const generatedTable = "src/dicom/tag.ts";
  const long = files.filter((path) =>
    path !== generatedTable && Deno.readTextFileSync(join(root, path)).split("\n").length > 200
  );
  assert.deepEqual(long, []);
});
