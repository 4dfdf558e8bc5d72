import type { Context } from "hono";

/** The texts of a form's fields; none of what is no form, or holds a NUL, which no name does. */
export async function readForm(c: Context): Promise<Readonly<Record<string, string>>> {
  const texts = Object.entries(await parse(c)).flatMap(([name, value]) =>
    typeof value === "string" && !value.includes("\0") ? [[name, value] as const] : []
  );
  return Object.fromEntries(texts);
}

async function parse(c: Context): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await c.req.parseBody();
  } catch (error) {
    if (error instanceof TypeError) return {}; // a body that is not what its Content-Type says
    throw error;
  }
}
