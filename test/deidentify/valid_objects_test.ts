import assert from "node:assert/strict";
import { randomNumbers } from "../support/random_numbers.ts";
import { missingTools } from "../support/tools.ts";
import { fileOf } from "../support/valid_objects/data_tree.ts";
import { newErrors, optionSets } from "../support/valid_objects/new_errors.ts";
import { checkedClasses, objectOfClass } from "../support/valid_objects/object_of_class.ts";

const ignore = missingTools("dciodvfy");
/** A part of the classes; test/system has all of them, in more depth. */
const random = randomNumbers(4711);
const some = [0, 1].map(() => checkedClasses[random(checkedClasses.length)] ?? "");
const { "no option": none = [], research = [], "all options": all = [] } = optionSets;

for (const sopClassUID of ["1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.11.1", ...some]) {
  Deno.test({
    name: `dciodvfy finds no new error in an object of ${sopClassUID}`,
    ignore,
    async fn() {
      const { tree } = await objectOfClass(sopClassUID, 0);
      assert.ok(tree.size > 60, `${tree.size} attributes`);
      assert.deepEqual(await newErrors(fileOf(tree), { none, research, all }), []);
    },
  });
}
