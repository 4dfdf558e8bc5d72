import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };

const sets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = config.permissions;
const tasks: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(config.tasks).map(([name, { command }]) => [name, command]),
);
/** The permission set of each task that has one. */
const setOf = new Map(
  Object.entries(tasks).flatMap(([task, line]) => {
    const [, name] = / -P=(\S+)/.exec(line) ?? [];
    return name ? [[task, name] as const] : [];
  }),
);
const commands = Object.keys(tasks).filter((task) => / main\.ts [a-z-]+$/.test(tasks[task] ?? ""));

Deno.test("every task names a permission set, or grants everything because it only measures", () => {
  const without = Object.keys(tasks).filter((task) => !setOf.has(task));
  assert.deepEqual(without, ["check", "bench", "bench:privacy"]);
  assert.deepEqual([...new Set(setOf.values())].toSorted(), Object.keys(sets).toSorted());
  for (const [task, line] of Object.entries(tasks)) assert.doesNotMatch(line, /--allow-/, task);
});

Deno.test("a permission that the set of a task does not grant is refused without a question", () => {
  for (const [task, line] of Object.entries(tasks)) {
    if (setOf.has(task)) assert.match(line, /^deno (run|test) -q --no-prompt /, task);
  }
});

Deno.test("commands that only read files have no network, and cannot write or start programs", () => {
  const granted = (task: string): string[] => Object.keys(sets[setOf.get(task) ?? ""] ?? {});
  for (const task of ["private", "words", "explain"]) {
    assert.deepEqual(granted(task), ["read", "env"], task);
  }
  // it writes pictures if it is told to
  assert.deepEqual(granted("screen"), ["read", "write", "env"]);
  for (const task of ["deidentify", "rotate-key"]) {
    assert.deepEqual(granted(task), ["read", "write", "sys", "env"], task);
  }
  assert.deepEqual(granted("web-user"), ["read", "write", "env"]);
  assert.deepEqual(granted("audit"), ["run"]);
});

Deno.test("no set grants native code or imports from elsewhere, and commands see five facts of the system", () => {
  for (const [name, set] of Object.entries(sets)) {
    assert.deepEqual(
      Object.keys(set).filter((what) => ["all", "ffi", "import"].includes(what)),
      [],
    );
    if (name === "test" || !("sys" in set)) continue;
    assert.deepEqual(set["sys"], ["hostname", "uid", "gid", "statfs", "osRelease"], name);
  }
});

Deno.test("commands use the installed packages; only the demo may install them", () => {
  const installs = commands.filter((task) => !tasks[task]?.includes(" --node-modules-dir=manual "));
  assert.deepEqual(installs, ["demo"]);
});
