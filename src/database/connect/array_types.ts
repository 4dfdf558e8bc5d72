import type postgres from "postgres";

/**
 * How arrays are sent as parameters. The driver could query these types on each connection, but an
 * error of that statement would end the process.
 */
export const arrayTypes: Readonly<Record<string, postgres.PostgresType<readonly unknown[]>>> = {
  texts: arrayType(1009),
  integers: arrayType(1007),
  bigIntegers: arrayType(1016),
  floats: arrayType(1022),
};

function arrayType(oid: number): postgres.PostgresType<readonly unknown[]> {
  return { to: oid, from: [], serialize: arrayText, parse: (text) => text };
}

/** The text form of an array: `{1,2}`, `{"a","say \"b\""}` (PostgreSQL 8.15.6). */
function arrayText(values: readonly unknown[]): string {
  const texts = values.map((value) =>
    value === null ? "null" : `"${String(value).replaceAll(/[\\"]/g, "\\$&")}"`
  );
  return `{${texts.join(",")}}`;
}
