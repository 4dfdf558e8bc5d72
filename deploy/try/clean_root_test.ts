import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { cleanMachine, cleanRootTools, onMachine } from "../../test/support/program/clean_root.ts";
import { commandsUnder, shellBlocks } from "../../test/support/program/document_blocks.ts";
import { tempDir } from "../../test/support/temp_dir.ts";
import { missingTools, run } from "../../test/support/tools.ts";
import { tryOneProgram } from "./one_program.ts";

const source = fileURLToPath(new URL("../..", import.meta.url));
const ignore = missingTools(...cleanRootTools, "buildah", "ip", "pgrep", "systemd-nspawn");

/** Puts images where the documents say that the sender has them. */
function putImages(machine: string): void {
  Deno.mkdirSync(`${machine}/path/to/images`, { recursive: true });
  for (const { name, bytes } of syntheticStudy({ number: 1, images: 3, size: 32 })) {
    Deno.writeFileSync(`${machine}/path/to/images/${name}`, bytes);
  }
}

/** Shell commands that wait for a number of images in a directory. */
const arrived = (directory: string, count: number): string =>
  `for i in $(seq 600); do
    [ "$(find ${directory} -name '*.dcm' | wc -l)" = ${count} ] && break || sleep 0.2
  done
  [ "$(find ${directory} -name '*.dcm' | wc -l)" = ${count} ]\n`;

/** The commands of install.md for systemd, then a hanging process and a stop. */
function systemdScript(): string {
  const [install, look] = shellBlocks("docs/install.md").filter((b) => b.heading === "systemd");
  const drop = (name: string): string =>
    `cp -R /path/to/images /srv/dicom-intake/inbox/${name}.tmp1
    mv /srv/dicom-intake/inbox/${name}.tmp1 /srv/dicom-intake/inbox/${name}\n`;
  const impatient = "/etc/systemd/system/dicom-intake.service.d";
  const restarted = `for i in $(seq 300); do
      [ "$(systemctl show -P MainPID dicom-intake)" != "$stuck" ] &&
        systemctl is-active dicom-intake && break || sleep 0.2
    done
    [ "$(systemctl show -P NRestarts dicom-intake)" = 1 ]\n`;
  return [
    install?.commands,
    drop("ST-1"),
    arrived("/srv/dicom-intake/output", 3),
    look?.commands,
    `mkdir -p ${impatient}; printf '[Service]\\nWatchdogSec=6\\nTimeoutAbortSec=1\\n' ` +
    `>${impatient}/test.conf`,
    "systemctl daemon-reload; systemctl restart dicom-intake",
    "stuck=$(systemctl show -P MainPID dicom-intake); kill -STOP $stuck",
    restarted,
    "systemctl stop dicom-intake; systemctl show -P Result dicom-intake | grep success",
    "[ ! -e /var/lib/dicom-intake/database/postmaster.pid ]; echo all is well",
  ].join("\n");
}

/** Boots the machine with systemd as process 1, and runs the script as its last service. */
async function bootWith(machine: string, script: string): Promise<string> {
  const trust = Deno.env.has("NODE_EXTRA_CA_CERTS")
    ? "export NODE_EXTRA_CA_CERTS=/etc/ca.pem DENO_CERT=/etc/ca.pem\n"
    : "";
  Deno.writeTextFileSync(`${machine}/srv/try.sh`, `export HOME=/root\n${trust}${script}\n`);
  const unit = "[Unit]\nSuccessAction=poweroff\nFailureAction=poweroff\n[Service]\nType=oneshot\n" +
    "WorkingDirectory=/srv/clone\nExecStart=sh -eux /srv/try.sh\n" +
    "StandardOutput=file:/srv/try.log\nStandardError=inherit\n";
  Deno.writeTextFileSync(`${machine}/etc/systemd/system/try.service`, unit);
  const wanted = `${machine}/etc/systemd/system/multi-user.target.wants`;
  Deno.mkdirSync(wanted, { recursive: true });
  Deno.symlinkSync("../try.service", `${wanted}/try.service`);
  const boot = ["--quiet", "--boot", "--register=no", "--keep-unit", "--resolv-conf=off"];
  await run("timeout", ["300", "systemd-nspawn", ...boot, "-D", machine]).catch(() => "");
  return Deno.readTextFileSync(`${machine}/srv/try.log`);
}

Deno.test({
  name: "the ways of install.md, line by line on a clean Debian, end with a delivered folder",
  ignore,
  async fn(t) {
    using directory = tempDir();
    const machine = await cleanMachine(directory.path);
    putImages(machine);

    await t.step("container: built and run, without network and on a read-only root", async () => {
      const scratch = `${directory.path}/container`;
      const log = await run(`${source}/deploy/try/container.sh`, [machine, scratch]);
      assert.match(log, /6 images have arrived\n/);
      await run("rm", ["-rf", scratch]);
    });

    await t.step("npx: the demo, then your own folders", async () => {
      const demo = await onMachine(machine, commandsUnder("docs/install.md", "npx"));
      assert.match(demo, /DONE .*13 /);
      const own = commandsUnder("README.md", "Your own folders");
      const waiting = own.replace("deno task status", `${arrived("output", 3)}deno task status`);
      assert.match(await onMachine(machine, waiting), /manifest\.jsonl/);
    });

    await t.step("one program: compiled, then run on a machine that has nothing else", async () => {
      await tryOneProgram(machine, `${directory.path}/bare`);
    });

    await t.step("systemd: installed, started, watched over, stopped", async () => {
      const log = await bootWith(machine, systemdScript());
      assert.match(log, /all is well\n$/, log.slice(-3000));
    });
  },
});
