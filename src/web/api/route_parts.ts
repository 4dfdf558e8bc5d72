import type { z } from "@hono/zod-openapi";
import { problemResult } from "./results.ts";

/** A body of one media type. */
interface Body<MediaType extends string, T extends z.ZodType> {
  readonly content: { readonly [Type in MediaType]: { readonly schema: T } };
  readonly description: string;
}

/** A JSON body. */
export function json<T extends z.ZodType>(
  schema: T,
  description: string,
): Body<"application/json", T> {
  return { content: { "application/json": { schema } }, description };
}

/** Problem Details (RFC 9457). */
export function problemJson<T extends z.ZodType>(
  schema: T,
  description: string,
): Body<"application/problem+json", T> {
  return { content: { "application/problem+json": { schema } }, description };
}

export const badRequest = problemJson(problemResult, "invalid parameter");
export const security = [{ bearer: [] }];
