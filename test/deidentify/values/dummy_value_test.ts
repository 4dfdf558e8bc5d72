import assert from "node:assert/strict";
import { dummyValue } from "../../../src/deidentify/values/dummy_value.ts";

/** What each VR allows (PS3.5 table 6.2-1). */
const allowed: Readonly<Record<string, RegExp>> = {
  AE: /^[ -\[\]-~]{1,16}$/,
  AS: /^\d{3}[DWMY]$/,
  CS: /^[A-Z0-9 _]{1,16}$/,
  DA: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/,
  DS: /^[-+]?\d+(\.\d+)?([Ee][-+]?\d+)?$/,
  DT: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d$/,
  IS: /^[-+]?\d{1,11}$/,
  LO: /^[^\\]{1,64}$/,
  LT: /^.{1,10240}$/,
  PN: /^[^\\^=]{1,64}\^[^\\^=]{1,64}$/,
  SH: /^[^\\]{1,16}$/,
  ST: /^.{1,1024}$/,
  TM: /^([01]\d|2[0-3])[0-5]\d[0-5]\d$/,
  UC: /^[^\\]+$/,
  UI: /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/,
  UR: /^[a-z]+:\S+$/,
  UT: /^.+$/,
};
const sizes: Readonly<Record<string, number>> = {
  AT: 4,
  FD: 8,
  FL: 4,
  OD: 8,
  OF: 4,
  OL: 4,
  OV: 8,
  OW: 2,
  SL: 4,
  SS: 2,
  SV: 8,
  UL: 4,
  US: 2,
  UV: 8,
};

Deno.test("a dummy value obeys its VR", () => {
  for (const [vr, pattern] of Object.entries(allowed)) {
    assert.match(new TextDecoder().decode(dummyValue(vr)), pattern, vr);
  }
  for (const [vr, size] of Object.entries(sizes)) assert.equal(dummyValue(vr).length, size, vr);
});
