import assert from "node:assert/strict";
import { batchCode, PseudonymKey } from "../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { readKeyFile } from "../../src/deidentify/pseudonyms/key_ring.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey } from "../support/program/outcome.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { strikeAt } from "../support/host/strace.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

Deno.test({
  name: "a folder that was renamed after its job was killed is delivered under its new name",
  ignore: missingTools("strace"),
  async fn() {
    using directory = tempDir();
    const key = fixedKey(directory.path);
    const intake = new IntakeUnderTest(directory.path, { SETTLE: "0", ...key });
    const output = `${directory.path}/output`;
    const code = batchCode(new PseudonymKey(readKeyFile(key.DEID_KEY_FILE)), "ST-1");
    const database = await intake.database();
    try {
      dropStudy(intake.inbox, "ST-1", 1, 3);
      // the rows are committed, but the output is not in place
      const beforeRename = strikeAt({ call: "rename", path: `${output}/${code}.tmp1` }, "KILL");
      await using killed = intake.startUnder(beforeRename, "queue");
      assert.notEqual((await killed.status()).code, 0);
      Deno.renameSync(`${intake.inbox}/ST-1`, `${intake.inbox}/ST-1-again`);
      await database.sql`update batch set lease_until = now() where lease_until is not null`;
      await intake.run("queue");
      // if the new folder was processed before the old Batch failed
      await intake.run("retry", "ST-1-again");
      await intake.run("queue");
      const images = filesBelow(output).filter((path) => path.endsWith(".dcm"));
      assert.equal(images.length, 3, (await intake.run("errors")).stdout);
    } finally {
      await database.close();
    }
  },
});
