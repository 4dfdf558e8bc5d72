/**
 * An age of 90 years or more becomes `090Y`, for few people share it (45 CFR 164.514(b)(2));
 * what is not an age string (PS3.5 6.2) becomes empty.
 */
export function capAge(value: string): string {
  return value.split("\\").map((age) => {
    const [, number = "", unit = ""] = /^ *(\d{3})([DWMY])[\0 ]*$/.exec(age) ?? [];
    return unit === "Y" && Number(number) >= 90 ? "090Y" : number + unit;
  }).join("\\");
}
