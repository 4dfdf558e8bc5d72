import type postgres from "postgres";

/**
 * The array types of parameters. The driver can query them on each connection, but an error of that
 * query would end the process.
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

/** `{1,2}`, `{"a","say \"b\""}` (PostgreSQL 8.15.6). */
function arrayText(values: readonly unknown[]): string {
  const texts = values.map((value) =>
    value === null ? "null" : `"${String(value).replaceAll(/[\\"]/g, "\\$&")}"`
  );
  return `{${texts.join(",")}}`;
}
