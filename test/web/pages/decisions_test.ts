import assert from "node:assert/strict";
import { decide } from "../../../src/database/review/decide.ts";
import { openReviewPorts } from "../../../src/app/review_ports.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { withReviewPages } from "../../support/review/ask_review.ts";

Deno.test("overview and Batch show what waits and what was decided; only reviewers read reasons", async () => {
  await withDatabase(async (sql) => {
    await sql`
      insert into batch (uid, code, base, origin, status, stage, folder_modified_at)
      values ('DOE_JANE', 'B-R1', '/in', 'NEW', 'REVIEW', 'finished', now())`;
    await sql`
      insert into review_image (batch_id, file_number, sha256, bytes, modality, device, layout,
        reason, boxes, frames, image_rows, image_columns, series, since)
      select id, n, 'x' || n, 1, 'US', 'GE, device 1', '60 x 80', 'BurnedInAnnotation is absent',
        '[]', 1, 60, 80, '2.25.1', now() - interval '3 hours' from batch, generate_series(1, 3) n`;
    const reason = "the name of JANE";
    await decide(sql, {
      images: [{ batch: "B-R1", number: 1, sha256: "x1" }],
      scope: "image",
      action: "redact",
      reason,
      boxes: [{ left: 0, top: 0, width: 8, height: 8 }],
      by: "rita",
      from: "192.0.2.7",
    });
    using ports = openReviewPorts({ sql, quarantine: "/nowhere", fourEyes: false });
    await withReviewPages({ ports }, async (ask) => {
      for (const name of ["rita", "ron", "olga"] as const) {
        const overview = await ask(name, "/");
        assert.match(overview.words, /To review 2 images, oldest 3 h/);
        assert.equal(/href="\/review"/.test(overview.html), name === "rita");
        const { words } = await ask(name, "/batches/B-R1");
        assert.match(words, /redacted and released, 1 rectangle 1 rita 192\.0\.2\.7/);
        assert.equal(words.includes(reason), name === "rita");
      }
      const grid = await ask("rita", "/review");
      assert.equal(grid.html.match(/class="thumb"/g)?.length, 3);
      assert.match((await ask("rita", "/review/B-R1/1")).words, /Decided by rita/);
      assert.match((await ask("rita", "/review/B-R1/2")).words, /Redact and release/);
      for (const path of ["/review/B-R1/2/picture", "/review/B-R1/2/thumbnail"]) {
        const { status, html } = await ask("rita", path);
        assert.equal(status, 422, path);
        assert.match(html, /its copy in QUARANTINE is missing; retry its Batch/);
        assert.equal((await ask("rita", `${path}?of=other`)).status, 404, "another image");
        assert.equal((await ask("rita", path.replace("/2/", "/9/"))).status, 404, path);
      }
    }, sql);
  });
});
