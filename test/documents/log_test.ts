import assert from "node:assert/strict";
import { eventDefinitions } from "../../src/model/event.ts";

const text = Deno.readTextFileSync(new URL("../../docs/log.md", import.meta.url));
const sections = text.split(/^## /m);
const rowsOf = (title: string): string[][] => {
  const section = sections.find((section) => section.startsWith(`${title}\n`)) ?? "";
  return section.split("\n").filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
};

interface Described {
  readonly levels: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A row of the table of events, as a definition. */
function described([name = "", , levels = "", fields = ""]: readonly string[]): [
  string,
  Described,
] {
  const listed = fields.split(", ").filter((field) => field !== "");
  return [name.replaceAll("`", ""), {
    levels: levels.split(", "),
    required: listed.filter((field) => !field.startsWith("(")),
    optional: listed.filter((field) => field.startsWith("(")).map((field) => field.slice(1, -1)),
  }];
}

Deno.test("docs/log.md lists exactly the events of the program, with their levels and fields", () => {
  assert.deepEqual(Object.fromEntries(rowsOf("Events").map(described)), { ...eventDefinitions });
});

Deno.test("docs/log.md explains exactly the fields that events have", () => {
  const explained = rowsOf("Fields").map(([name = ""]) => name.replaceAll("`", ""));
  const used = Object.values(eventDefinitions).flatMap(({ required, optional }) => [
    ...required,
    ...optional,
  ]);
  assert.deepEqual(explained.toSorted(), [...new Set<string>(used)].toSorted());
});

Deno.test("the name of every event is an object and a past participle", () => {
  const participles = "started stopped failed requested questioned rejected found lost recorded " +
    "reappeared changed conflicted refused refilled counted paused resumed progressed postponed " +
    "released abandoned finished kept ignored placed removed";
  for (const name of Object.keys(eventDefinitions)) {
    const [object = "", verb = "", ...others] = name.split(".");
    assert.match(object, /^[a-z]+$/, name);
    assert.ok(participles.split(" ").includes(verb), name);
    assert.deepEqual(others, [], name);
  }
});
