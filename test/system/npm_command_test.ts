import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { version } from "../../src/system/version.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const clone = fileURLToPath(new URL("../..", import.meta.url));

// what docs/install.md says, for a clone whose packages are installed
Deno.test({
  name: "npm install --global links the command dicom-intake, which works in any directory",
  ignore: missingTools("npm"),
  async fn() {
    using directory = tempDir();
    const prefix = `${directory.path}/npm`;
    await run("npm", ["install", "--global", "--offline", "--prefix", prefix, clone]);
    const intake = new IntakeUnderTest(`${directory.path}/intake`);
    const variables = Object.entries(intake.env).map(([name, value]) => `${name}=${value}`);
    const command = async (...args: string[]): Promise<string> => {
      const words = ["-C", directory.path, ...variables, `${prefix}/bin/dicom-intake`];
      return await run("env", [...words, ...args]);
    };
    assert.equal(await command("--version"), `dicom-intake ${version}\n`);
    assert.match(await command("--help"), /^ {2}watch +Process/m);
    assert.match(await command("status", "--help"), /Usage: dicom-intake status/);
    assert.match(await command("explain", "--example"), /PatientName/);
    (await intake.database()).close();
    assert.equal(JSON.parse(await command("status", "--json")).images, 0);
    assert.match(await command("status"), /To start one: dicom-intake watch/);
    const started = await command("watch", "--detach");
    assert.match(started, /watch is running in the background/);
    assert.match(await command("stop"), /stopped/);
    await run("npm", ["uninstall", "--global", "--prefix", prefix, "dicom-intake"]);
    assert.throws(() => Deno.lstatSync(`${prefix}/bin/dicom-intake`), Deno.errors.NotFound);
    assert.ok(Deno.statSync(`${clone}/main.ts`).isFile, "the clone stays");
  },
});
