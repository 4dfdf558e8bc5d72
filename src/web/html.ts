import type { HtmlEscapedString } from "hono/utils/html";

/** What a component renders: text in which every value is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
