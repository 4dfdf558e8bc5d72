import assert from "node:assert/strict";
import { missingTools } from "../support/tools.ts";
import { fileOf } from "../support/valid_objects/data_tree.ts";
import { newErrors, optionSets } from "../support/valid_objects/new_errors.ts";
import { checkedClasses, objectOfClass } from "../support/valid_objects/object_of_class.ts";

const ignore = missingTools("dciodvfy");
const valid = new Set<string>();

for (const sopClassUID of checkedClasses) {
  Deno.test({
    name: `dciodvfy finds no new error in an object of ${sopClassUID}, under every option`,
    ignore,
    async fn() {
      const { tree, complaints } = await objectOfClass(sopClassUID, 2);
      if (complaints.length === 0) valid.add(sopClassUID);
      assert.deepEqual(await newErrors(fileOf(tree), optionSets), []);
    },
  });
}

Deno.test({
  name: "dciodvfy has accepted the objects of at least 45 SOP classes, and at least 105 were tried",
  ignore,
  fn() {
    assert.ok(checkedClasses.length >= 105, `${checkedClasses.length}`);
    assert.ok(valid.size >= 45, `${valid.size}`);
  },
});
