import assert from "node:assert/strict";
import { readIntakeState } from "../../src/database/views/read_intake_state.ts";
import { createMetrics } from "../../src/web/metrics.ts";
import { waiting } from "../support/database/batches.ts";
import { inReview, waitingFile } from "../support/database/review.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { batchFinished, batchProgressed } from "../support/streams/events.ts";
import { portsOf } from "../support/web/web_ports.ts";

const dashboard = new URL("../../deploy/grafana-dashboard.json", import.meta.url);

Deno.test("metrics count what this process ended and what the database holds, and the dashboard knows them all", async () => {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    await inReview(sql, "ST-3", [waitingFile(1), waitingFile(2)]);
    const metrics = createMetrics();
    metrics.onEvent(batchFinished("B-1", { images: 40, bytes: 100, seconds: 2 }));
    metrics.onEvent(batchFinished("B-1", { images: 2, bytes: 10, seconds: 0.2 }));
    metrics.onEvent(batchProgressed("B-1", { images: 7 }));
    const text = await metrics.render({ ...portsOf(sql), state: () => readIntakeState(sql) }, 3);
    for (
      const line of [
        'dicom_intake_batches{status="NEW"} 2',
        'dicom_intake_batches{status="REVIEW"} 1',
        "dicom_intake_review_images 2",
        'dicom_intake_batches_ended_total{status="DONE"} 2',
        'dicom_intake_images_ended_total{status="DONE"} 42',
        'dicom_intake_bytes_ended_total{status="DONE"} 110',
        'dicom_intake_batch_seconds_bucket{le="0.5"} 1',
        "dicom_intake_batch_seconds_sum 2.2",
        "dicom_intake_output_free_bytes 5000000000",
        "dicom_intake_inboxes_unreadable 1",
        "dicom_intake_live_readers 3",
        "dicom_intake_database_up 1",
      ]
    ) assert.ok(text.includes(`\n${line}\n`), line);
    assert.doesNotMatch(text, /B-|ST-/);
    assert.ok(Number(/^dicom_intake_oldest_review_seconds (\S+)$/m.exec(text)?.[1]) > 0);
    assert.ok(Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1]) > 1e6, "memory");
    assert.doesNotMatch(text, /^process_(virtual_memory_bytes|heap_bytes|open_fds) 0$/m);

    const asked = Deno.readTextFileSync(dashboard).match(/\b(?:dicom_intake|process|nodejs)_\w+/g);
    for (const name of new Set(asked)) assert.ok(text.includes(name), `${name} is a metric`);
  });
});
