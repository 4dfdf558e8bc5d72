/** Digits and a unit, as people type them: `22Y`, `022y`, `22 Y`, and years without a unit. */
const written = /^[\s\0]*0*(\d{1,3})[\s\0]*([DWMY]?)[\s\0]*$/i;

/**
 * Normalises age strings (PS3.5 6.2): `72` and `72Y` become `072Y`, `6m` becomes `006M`. An age of
 * 90 years or more becomes `090Y`, because few people share it (45 CFR 164.514(b)(2)). A text that
 * is not an age becomes empty.
 */
export function capAge(value: string): string {
  return value.split("\\").map((age) => {
    const [, number, unit = ""] = written.exec(age) ?? [];
    if (number === undefined) return "";
    const unitOrYears = unit.toUpperCase() || "Y";
    const isRare = unitOrYears === "Y" && Number(number) >= 90;
    return isRare ? "090Y" : number.padStart(3, "0") + unitOrYears;
  }).join("\\");
}
