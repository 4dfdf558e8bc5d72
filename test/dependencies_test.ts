import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };

const root = new URL("..", import.meta.url).pathname;
const lock = JSON.parse(Deno.readTextFileSync(`${root}/deno.lock`));
const reasons = Deno.readTextFileSync(`${root}/docs/dependencies.md`);
/** The packages of the program, and those that only tests and scripts use. */
const runtime = Object.entries(config.imports);
const testsOnly = Object.values(config.scopes).flatMap((scope) => Object.entries(scope));

/** The name of a package in a specifier: `npm:/kubernetes-models@5.1.0/` → kubernetes-models. */
const packageOf = (specifier: string): string =>
  /^npm:\/?((?:@[^/@]+\/)?[^/@]+)@\d+\.\d+\.\d+[^/^~*]*(?:\/|$)/.exec(specifier)?.[1] ?? "";

function sources(directory: string): string[] {
  return [...Deno.readDirSync(`${root}/${directory}`)].flatMap(({ name, isDirectory }) => {
    const path = `${directory}/${name}`;
    return isDirectory ? sources(path) : path.endsWith(".ts") ? [path] : [];
  });
}

Deno.test("every dependency is a package of npm at one exact version, with a reason in docs/dependencies.md", () => {
  for (const [name, target] of [...runtime, ...testsOnly]) {
    const packageName = packageOf(target);
    assert.ok(packageName, `${name}: ${target} is exact`);
    const isTypesOnly = packageName.startsWith("@types/");
    assert.ok(
      isTypesOnly || reasons.includes(`\`${packageName}\``),
      `docs/dependencies.md gives a reason for ${packageName}`,
    );
  }
});

Deno.test("packages that only tests use are in scopes, and docs/dependencies.md says so", () => {
  const rows = reasons.split("\n").filter((line) => line.includes("tests only:")).join("\n");
  const [marked, used] = [packagesIn(rows), new Set(testsOnly.map(([, one]) => packageOf(one)))];
  assert.deepEqual([...marked].toSorted(), [...used].toSorted());
  const both = runtime.filter(([, specifier]) => used.has(packageOf(specifier)));
  assert.deepEqual(both, []);
  for (const each of [config.imports, ...Object.values(config.scopes)]) {
    assert.deepEqual(Object.keys(each), Object.keys(each).toSorted(), "sorted by name");
  }
});

/** The names in backticks in the first column of a table. */
function packagesIn(rows: string): Set<string> {
  const cells = [...rows.matchAll(/^\|([^|]*)\|/gm)].map(([, cell = ""]) => cell);
  return new Set(cells.flatMap((cell) => cell.match(/(?<=`)[^`, ]+(?=`)/g) ?? []));
}

Deno.test("the lock file holds a checksum of every package, and no script of one is run", () => {
  const packages = Object.entries<{ integrity?: string }>(lock.npm);
  assert.ok(packages.length > 20);
  for (const [name, { integrity }] of packages) {
    assert.match(String(integrity), /^sha512-/, name);
  }
  assert.equal("allowScripts" in config, false);
  assert.deepEqual(Object.keys(lock).filter((part) => part === "jsr" || part === "remote"), []);
});

Deno.test("the program imports what deno.json names, of npm and of the runtime, and nothing else", () => {
  const known = Object.keys(config.imports);
  for (const path of ["main.ts", ...sources("src"), ...sources("streams")]) {
    const text = Deno.readTextFileSync(`${root}/${path}`);
    for (const [, target = ""] of text.matchAll(/from "([^"]+)"/g)) {
      const isKnown = target.startsWith(".") || target.startsWith("node:") ||
        known.some((name) => target === name || (name.endsWith("/") && target.startsWith(name)));
      assert.ok(isKnown, `${path}: ${target}`);
    }
  }
});
