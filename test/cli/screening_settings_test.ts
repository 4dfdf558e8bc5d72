import assert from "node:assert/strict";
import { reviewPolicyOf } from "../../src/cli/screening_settings.ts";

Deno.test("REVIEW=on lets all held images wait, TEXT_ACTION=review those with text", () => {
  const hold = { text: "risk", textAction: "hold", review: "off" } as const;
  assert.equal(reviewPolicyOf(hold), undefined);
  assert.deepEqual(reviewPolicyOf({ ...hold, review: "on" }), { ofText: true, ofRules: true });
  const ofText = { ...hold, textAction: "review" } as const;
  assert.deepEqual(reviewPolicyOf(ofText), { ofText: true, ofRules: false });
  assert.equal(reviewPolicyOf({ ...ofText, text: "off" }), undefined);
});
