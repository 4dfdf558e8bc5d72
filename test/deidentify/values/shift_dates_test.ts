import assert from "node:assert/strict";
import { shiftDates } from "../../../src/deidentify/values/shift_dates.ts";

const shifted: readonly [vr: string, value: string, days: number, expected: string][] = [
  ["DA", "20200131", -31, "20191231"],
  ["DA", "20200301", -1, "20200229"],
  ["DA", "20200131 ", -1, "20200130"],
  ["DA", "20200131\\20200201", -1, "20200130\\20200131"],
  ["DA", "20200131-20200201", -1, "20200130-20200131"],
  ["DA", "-20200131", -1, "-20200130"],
  ["DA", "20200131-", -1, "20200130-"],
  ["DA", "2020.01.31", -31, "2019.12.31"],
  ["DA", "", -1, ""],
  ["DT", "20200131101112.123456+0100", -31, "20191231101112.123456+0100"],
  ["DT", "20200131101112-0500", -1, "20200130101112-0500"],
  ["DT", "20200131101112-0500-20200201101112-0500", -1, "20200130101112-0500-20200131101112-0500"],
  ["DT", "202001", -31, "201912"],
  ["DT", "2020", -1, "2019"],
  ["DT", "2020013110", -1, "2020013010"],
  ["TM", "101112.123456", -100, "101112.123456"],
  ["TM", "1011", -100, "1011"],
  ["TM", "101112-111213", -100, "101112-111213"],
];

for (const [vr, value, days, expected] of shifted) {
  Deno.test(`shiftDates() moves ${vr} "${value}" by ${days} days to "${expected}"`, () => {
    assert.equal(shiftDates(vr, value, days), expected);
  });
}

Deno.test("shiftDates() refuses what is not a date, so that it is removed and not passed on", () => {
  const values = ["20200230", "20201301", "DOE^JANE", "2020-01-31", "20200131DOE", "00000000"];
  for (const value of values) assert.equal(shiftDates("DA", value, -1), undefined, value);
  for (const value of ["JANE", "25:61:99 Jane", "10111"]) {
    assert.equal(shiftDates("TM", value, -1), undefined, value);
  }
  for (const value of ["2020013", "20200131101112+9900", "tomorrow"]) {
    assert.equal(shiftDates("DT", value, -1), undefined, value);
  }
  assert.equal(shiftDates("DA", "20200131\\JANE", -1), undefined, "one of several");
});

Deno.test("shiftDates() keeps every interval, over centuries and leap days", () => {
  const day = (value: string): number =>
    Date.UTC(Number(value.slice(0, 4)), Number(value.slice(4, 6)) - 1, Number(value.slice(6)));
  const dates = [
    "19000101",
    "19000301",
    "19991231",
    "20000229",
    "20000301",
    "20240229",
    "20991231",
  ];
  for (const days of [-100, -3749]) {
    for (const date of dates) {
      const to = shiftDates("DA", date, days) ?? "";
      assert.equal((day(to) - day(date)) / 86_400_000, days, date);
    }
  }
});
