import assert from "node:assert/strict";
import { figure } from "../support/figures.ts";
import { dropStudy, makeStudy } from "../support/files/inbox.ts";
import { FakeClock, fakeClockTools } from "../support/host/fake_clock.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { fixedKey, outcomeOf } from "../support/program/outcome.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...fakeClockTools);
const jumps = ["+10d", "-10d", "+1h", "-5y", "+0"];

Deno.test({
  name: "two processes whose clocks differ by days and jump do every Batch once, by the " +
    "database's clock",
  ignore,
  async fn() {
    using directory = tempDir();
    const env = { LEASE: "30", SCAN_EVERY: "0.5s", CONCURRENCY: "1", LOG_LEVEL: "debug" };
    const intake = new IntakeUnderTest(directory.path, env);
    const database = await intake.database();
    const clocks = ["+10d", "-10d"].map((time, n) => new FakeClock(`${directory.path}/${n}`, time));
    const [first, second] = clocks.map(({ words }) => intake.startUnder(words, "watch"));
    assert.ok(first && second);
    await using _ = first;
    await using __ = second;
    for (const watch of [first, second]) {
      await watch.until(({ event }) => event === "inbox.found");
    }
    let ended = 0;
    for (const [number, jump] of jumps.entries()) {
      dropStudy(intake.inbox, `ST-${number}`, number, 100);
      makeStudy(intake.inbox, `slow-${number}`, 50 + number, 3);
      for (const clock of clocks) clock.set(jump);
      ended += 2;
      for (let done = 0; done < ended;) {
        const [row] = await database.sql`
          select count(*)::int as n, pg_sleep(0.1) from batch where status in ('DONE', 'ERROR')`;
        done = Number(row?.["n"]);
      }
      figure("jumps of clocks survived", clocks.length);
    }
    for (const watch of [first, second]) assert.equal((await watch.stop()).code, 0);
    const [row] = await database.sql`
      select count(*) filter (where status = 'DONE')::int as done,
        (select count(*)::int from batch_event where status = 'DONE') as ends,
        sum(images)::int as images, max(attempts) as attempts from batch`;
    assert.deepEqual({ ...row }, { done: ended, ends: ended, images: 103 * 5, attempts: 1 });
    await database.close();
  },
});

Deno.test({
  name: "neither the end of summer time nor a time zone changes a byte",
  ignore,
  async fn() {
    using directory = tempDir();
    const outcomes = [];
    const zones = ["UTC", "Europe/Berlin", "Pacific/Apia"];
    for (const [number, TZ] of zones.entries()) {
      const place = `${directory.path}/${number}`;
      Deno.mkdirSync(place);
      const intake = new IntakeUnderTest(place, { SETTLE: "0", ...fixedKey(place) });
      dropStudy(intake.inbox, "ST-1", 1, 5);
      const database = await intake.database();
      const clock = new FakeClock(`${place}/clock`, "@2026-10-25 02:59:59");
      await using queue = intake.startUnder(clock.words, "queue", [], { TZ });
      assert.equal((await queue.status()).code, 0);
      outcomes.push(await outcomeOf(intake, database));
      await database.close();
    }
    for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
    figure("time zones with the same bytes", zones.length);
  },
});
