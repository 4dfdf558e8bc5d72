import { OpenAPIHono, type z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { withShownCommands } from "../../system/shown_command.ts";
import { version } from "../../system/version.ts";
import type { WebPorts } from "../ports.ts";
import { type InvalidParameter, problem, problemHeaders, problemOf } from "../problem.ts";
import type { WebEnv } from "../security/guard.ts";
import { addAcknowledge } from "./acknowledge_routes.ts";
import { addBatch } from "./batch_routes.ts";
import { addCsv, addLists } from "./list_routes.ts";
import { addReviewApi } from "./review_routes.ts";

type OpenApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** Creates the API and its document, with whose schemas requests are validated. */
export function createApi(ports: WebPorts): OpenAPIHono<WebEnv> {
  const app = new OpenAPIHono<WebEnv>({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const errors = invalidParameters(result.error);
      const detail = errors.map(({ name, detail }) => name ? `${name}: ${detail}` : detail);
      return c.json({ ...problemOf(400, detail.join("; ")), errors }, 400, problemHeaders);
    },
  });
  app.use(refuseOtherMethods(() => document()));
  addLists(app, ports);
  addCsv(app, ports);
  addBatch(app, ports);
  addAcknowledge(app, ports);
  if (ports.review) addReviewApi(app, ports.review);
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: withShownCommands("a token of `deno task web-user <name> --token`"),
  });
  const document = (): OpenApiDocument =>
    app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "dicom-intake",
        version,
        description: "Contains only pseudonyms and numbers.",
      },
      servers: [{ url: "/api" }],
    });
  app.get("/openapi.json", (c) => c.json(document()));
  return app;
}

function invalidParameters(error: z.ZodError): InvalidParameter[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      return [{ name: issue.path.join("."), detail: issue.message }];
    }
    return issue.keys.map((name) => ({ name, detail: "is not a parameter of this address" }));
  });
}

/** Refuses a method that no operation of the path has, and names those that it has. */
function refuseOtherMethods(document: () => OpenApiDocument): MiddlewareHandler<WebEnv> {
  let paths: readonly PathMethods[] | undefined;
  return async (c, next) => {
    paths ??= methodsOf(document());
    const path = c.req.path.replace(/^\/api/, "");
    const methods = paths.find(({ pattern }) => pattern.test(path))?.methods;
    if (!methods || methods.includes(c.req.method)) return await next();
    const allowed = methods.join(", ");
    return problem(c, 405, `This address allows ${allowed}.`, { Allow: allowed });
  };
}

interface PathMethods {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** The methods of each path; a path without parameters is before those that it matches, too. */
function methodsOf({ paths = {} }: OpenApiDocument): PathMethods[] {
  const sorted = Object.entries({ ...paths, "/openapi.json": { get: {} } })
    .toSorted(([one], [other]) => Number(one.includes("{")) - Number(other.includes("{")));
  return sorted.map(([path, item]) => {
    const source = path.replaceAll(".", String.raw`\.`).replaceAll(/\{\w+\}/g, "[^/]+");
    const named = Object.keys(item ?? {}).map((method) => method.toUpperCase());
    const methods = named.includes("GET") ? named.concat("HEAD") : named;
    return { pattern: new RegExp(`^${source}$`), methods };
  });
}
