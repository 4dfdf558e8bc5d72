import assert from "node:assert/strict";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { completed, image, waiting } from "../../support/database/batches.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { fakeReview } from "../../support/review/fake_review.ts";
import { askApp } from "../../support/web/ask_app.ts";
import { portsOf } from "../../support/web/web_ports.ts";

const accounts = parseAccounts(formatAccounts(
  (["reader", "reviewer"] as const).map((role) => (
    { kind: "token", name: role, role, hash: hashToken(`di_${role}`) }
  )),
));

Deno.test("the overview names images that wait for a person, and leads each role to what it may see", () =>
  withDatabase(async (sql) => {
    await waiting(sql, ["US-1"]);
    await completed(sql, 1000, [image(1)]);
    await sql`
      insert into review_image (batch_id, file_number, sha256, bytes, modality, device, layout,
        reason, boxes, frames, image_rows, image_columns, series)
      select 1, n, 'x', 1, 'US', 'd', 'l', 'r', '[]', 1, 240, 320, '2.25.1'
      from generate_series(1, 3) n`;
    const ports = { ...portsOf(sql, { accounts: () => accounts }), review: fakeReview([]).ports };
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const places = { reader: "/batches?status=REVIEW", reviewer: "/review" };
    for (const [role, place] of Object.entries(places)) {
      const { html, words } = await askApp(app, "/", { token: `di_${role}` });
      assert.match(words, /Needs attention 3 images wait for the decision of a person\. Show/);
      const concern = /3 images wait[^<]*<a href="([^"]*)"/.exec(html);
      assert.equal(concern?.[1], place);
    }
  }));
