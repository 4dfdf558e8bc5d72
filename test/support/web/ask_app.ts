import type { WebApp } from "../../../src/web/app.tsx";

/** A response of the pages, whose body was read. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string;
  readonly html: string;
  /** The text of the page, without markup. */
  readonly words: string;
}

/** Asks for a page, or sends a form, in this process; with a token if there is one. */
export async function askApp(
  app: WebApp,
  path: string,
  { form, token }: { readonly form?: Record<string, string>; readonly token?: string } = {},
): Promise<PageAnswer> {
  const headers = { host: "localhost", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const init = form ? { method: "POST", headers, body: new URLSearchParams(form) } : { headers };
  const response = await app.fetch(new Request(`http://localhost${path}`, init), {});
  const html = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location") ?? "",
    html,
    words: html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " "),
  };
}

/** The CSRF token of the forms of a page. */
export async function csrfOf(app: WebApp, path: string): Promise<string> {
  const { html } = await askApp(app, path);
  return /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";
}
