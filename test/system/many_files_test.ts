import assert from "node:assert/strict";
import { amount, figure } from "../support/figures.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** More with `MANY_FILES=200000 deno task test:system`. */
const files = amount("MANY_FILES", 5000);
const mostMB = 700;

/** The most memory a process has used, in megabytes; undefined when it has ended. */
async function peakMB(pid: number): Promise<number | undefined> {
  const command = new Deno.Command("grep", {
    args: ["VmHWM", `/proc/${pid}/status`],
    stderr: "null",
  });
  const [, kilobytes] =
    /(\d+) kB/.exec(new TextDecoder().decode((await command.output()).stdout)) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
}

Deno.test("a folder of very many files, most without content, is worked off in bounded memory", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", LOG_LEVEL: "debug" });
  const folder = dropStudy(intake.inbox, "ST-1", 1, 100);
  for (let number = 0; number < files; number++) {
    Deno.writeTextFileSync(`${folder}/${String(number).padStart(7, "0")}`, "");
  }
  await using watch = intake.start("watch");
  const { pid = 0 } = await watch.until(({ event }) => event === "watch.started");
  await watch.untilEnded(1);
  const peak = await peakMB(pid);
  assert.equal((await watch.stop()).code, 0);
  const { stdout } = await intake.run("status", "--json");
  assert.equal(JSON.parse(stdout).images, 100);
  assert.ok(peak !== undefined && peak < mostMB, `${peak} MB`);
  figure("files in one folder", files + 100);
  figure("MB of memory at most for it", Math.round(peak));
});
