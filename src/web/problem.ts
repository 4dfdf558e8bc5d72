import type { Context } from "hono";
import type { ClientErrorStatusCode, ServerErrorStatusCode } from "hono/utils/http-status";

/** Why a request was refused or failed, as Problem Details (RFC 9457). */
export interface Problem<Status extends number = number> {
  /** There is no document about the kind of the problem beyond its status. */
  readonly type: "about:blank";
  /** The meaning of the status. */
  readonly title: string;
  readonly status: Status;
  readonly detail: string;
}

/** A parameter that was refused. */
export interface InvalidParameter {
  /** Empty for a body that is not an object. */
  readonly name: string;
  readonly detail: string;
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** The media type of problems. */
export const problemHeaders = { "Content-Type": "application/problem+json" } as const;

/** The members of a problem. */
export function problemOf<Status extends number>(
  status: Status,
  detail: string,
): Problem<Status> {
  return { type: "about:blank", title: titles[status] ?? "Error", status, detail };
}

/** Responds with a problem. */
export function problem(
  c: Context,
  status: ClientErrorStatusCode | ServerErrorStatusCode,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.json(problemOf(status, detail), status, { ...headers, ...problemHeaders });
}
