import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };

const root = new URL("..", import.meta.url).pathname;
const lock = JSON.parse(Deno.readTextFileSync(`${root}/deno.lock`));
const reasons = Deno.readTextFileSync(`${root}/docs/dependencies.md`);

function sources(directory: string): string[] {
  return [...Deno.readDirSync(`${root}/${directory}`)].flatMap(({ name, isDirectory }) => {
    const path = `${directory}/${name}`;
    return isDirectory ? sources(path) : path.endsWith(".ts") ? [path] : [];
  });
}

Deno.test("every dependency is a package of npm at one exact version, with a reason in docs/dependencies.md", () => {
  for (const [name, target] of Object.entries(config.imports)) {
    const [, packageName = ""] = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)@\d+\.\d+\.\d+[^/^~*]*(\/|$)/
      .exec(target) ?? [];
    assert.ok(packageName, `${name}: ${target} is exact`);
    const isTypesOnly = packageName.startsWith("@types/");
    assert.ok(
      isTypesOnly || reasons.includes(`\`${packageName}\``),
      `docs/dependencies.md gives a reason for ${packageName}`,
    );
  }
});

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
