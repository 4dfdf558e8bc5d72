import assert from "node:assert/strict";

Deno.test("the systemd unit sets how many files may be open", () => {
  const unit = new URL("../../deploy/systemd/dicom-intake.service", import.meta.url);
  const [, limit] = /^LimitNOFILE=(\d+)$/m.exec(Deno.readTextFileSync(unit)) ?? [];
  assert.ok(Number(limit) >= 16_384, limit);
});
