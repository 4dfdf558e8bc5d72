import type { Context } from "hono";

/**
 * Reads the text fields of a form, without values that contain a NUL. Empty if the body is not a
 * form.
 */
export async function readForm(c: Context): Promise<Readonly<Record<string, string>>> {
  const texts = Object.entries(await parse(c)).flatMap(([name, value]) =>
    typeof value === "string" && !value.includes("\0") ? [[name, value] as const] : []
  );
  return Object.fromEntries(texts);
}

/** Reads the text fields of a form, which may have several values, without those with a NUL. */
export async function readForms(c: Context): Promise<URLSearchParams> {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(await parse(c, true))) {
    for (const value of [values].flat()) {
      if (typeof value === "string" && !value.includes("\0")) form.append(name, value);
    }
  }
  return form;
}

async function parse(c: Context, all = false): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await c.req.parseBody({ all });
  } catch (error) {
    if (error instanceof TypeError) return {}; // the body does not match its Content-Type
    throw error;
  }
}
