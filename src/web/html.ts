import type { HtmlEscapedString } from "hono/utils/html";

/** The output of a component: HTML in which all values are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
