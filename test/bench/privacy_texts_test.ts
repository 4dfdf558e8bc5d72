import assert from "node:assert/strict";
import { checksOfText, fillText } from "../../bench/privacy/fill_text.ts";
import { planCorpus } from "../../bench/privacy/plan_corpus.ts";
import { readCorpus } from "../../bench/privacy/read_corpus.ts";

const values = { last: "Castellano", first: "Marisol", name: "Marisol Castellano", mrn: "H123" };

Deno.test("a text asks for its clinical words to stay, for planted values to go, and for no more", () => {
  const filled = fillText("t2_tse_tra_{last} [seen by] {name}, knee", values);
  assert.ok(filled);
  assert.equal(filled.text, "t2_tse_tra_Castellano seen by Marisol Castellano, knee");
  assert.deepEqual(
    checksOfText("0008103E", "LO", filled).map(({ action, value }) => [action, value]),
    [
      ["text_retained", "t2_tse_tra knee"],
      ["text_removed", "Castellano"],
      ["text_removed", "Marisol Castellano"],
    ],
  );
});

Deno.test("a text is not used if a planted value is part of its clinical words, or is not known", () => {
  assert.equal(fillText("XR FOOT {last}", { last: "Foot" }), undefined);
  assert.equal(fillText("XR FOOT", { last: "Foot" }), undefined);
  assert.equal(fillText("CT {unknown}", values), undefined);
  assert.ok(fillText("XR HAND", { last: "Foot" }));
});

Deno.test("every image has texts, and those of LO are not too long", () => {
  const plans = [...planCorpus(readCorpus(), 3, 12)];
  assert.ok(plans.length > 150);
  const modalities = new Set(plans.map(({ device }) => device.modality));
  assert.ok(modalities.size >= 9, [...modalities].join());
  for (const { texts } of plans) {
    assert.ok((texts.get("series")?.text.length ?? 0) <= 64);
    assert.ok(texts.size >= 8);
  }
});
