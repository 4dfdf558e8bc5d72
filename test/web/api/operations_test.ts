import assert from "node:assert/strict";
import { createApp, type WebApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { withDatabase } from "../../support/database/test_database.ts";
import { fakeReview } from "../../support/review/fake_review.ts";
import { portsOf } from "../../support/web/web_ports.ts";

interface Operation {
  readonly method: string;
  /** With a value for each parameter of the path. */
  readonly path: string;
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, unknown> }>>;
  readonly hasBody: boolean;
  readonly isForReviewers: boolean;
}

const roles = ["reader", "operator", "reviewer"] as const;
const accounts = parseAccounts(formatAccounts(
  roles.map((role) => ({ kind: "token", name: role, role, hash: hashToken(`di_${role}`) })),
));

async function ask(
  app: WebApp,
  { method, path }: Pick<Operation, "method" | "path">,
  role: string,
  body?: string,
): Promise<Response> {
  const headers = { authorization: `Bearer di_${role}`, "content-type": "application/json" };
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  return await app.fetch(new Request(`http://localhost${path}`, init), {});
}

/** All operations of the document that the app serves. */
async function operationsOf(app: WebApp): Promise<Operation[]> {
  const response = await ask(app, { method: "GET", path: "/api/openapi.json" }, "reader");
  const { paths } = await response.json();
  return Object.entries<Record<string, Record<string, unknown>>>(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { responses, requestBody }]) => ({
      method: method.toUpperCase(),
      path: `/api${path.replace("{code}", "B-NONE").replace("{batch}", "B-NONE")}`
        .replaceAll(/\{\w+\}/g, "1"),
      responses: responses as Operation["responses"],
      hasBody: requestBody !== undefined,
      isForReviewers: path.startsWith("/review"),
    }))
  );
}

async function assertProblem(response: Response, status: number, what: string): Promise<string> {
  const text = await response.text();
  assert.equal(response.status, status, `${what}: ${text}`);
  assert.equal(response.headers.get("content-type"), "application/problem+json", what);
  const problem = JSON.parse(text);
  assert.equal(problem.status, status, what);
  assert.ok(problem.title !== "" && problem.detail !== "", what);
  return text;
}

/** Runs a test for each operation. */
async function forEachOperation(
  test: (app: WebApp, operation: Operation, what: string, role: string) => Promise<void>,
): Promise<void> {
  await withDatabase(async (sql) => {
    const ports = { ...portsOf(sql, { accounts: () => accounts }), review: fakeReview([]).ports };
    using app = createApp(ports, (error) => assert.fail(String(error)));
    const operations = await operationsOf(app);
    assert.ok(operations.length >= 20, String(operations.length));
    for (const operation of operations) {
      const what = `${operation.method} ${operation.path}`;
      await test(app, operation, what, operation.isForReviewers ? "reviewer" : "operator");
    }
  });
}

Deno.test("every operation refuses a parameter that it does not have, and names it", async () => {
  await forEachOperation(async (app, operation, what, role) => {
    const path = `${operation.path}?colour=red`;
    const body = operation.hasBody ? "{}" : undefined;
    const response = await ask(app, { ...operation, path }, role, body);
    const text = await assertProblem(response, 400, what);
    assert.match(text, /"name":"colour"/, what);
  });
});

Deno.test("every address of the API refuses other methods with 405, and names its own", async () => {
  await forEachOperation(async (app, { method, path }, what, role) => {
    for (const other of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      if (other === method) continue;
      const response = await ask(app, { method: other, path }, role);
      await assertProblem(response, 405, `${other} ${path}`);
      assert.ok(response.headers.get("allow")?.split(", ").includes(method), what);
    }
  });
});

Deno.test("every refusal that an operation documents is a problem, and 400 is always documented", async () => {
  await forEachOperation((_, { responses }, what) => {
    for (const [status, { content = {} }] of Object.entries(responses)) {
      if (Number(status) < 400) continue;
      assert.deepEqual(Object.keys(content), ["application/problem+json"], `${what} ${status}`);
    }
    assert.ok(responses["400"], what);
    return Promise.resolve();
  });
});

Deno.test("every operation with a body refuses what is no JSON, or has a member that it does not have", async () => {
  await forEachOperation(async (app, operation, what, role) => {
    if (!operation.hasBody) return;
    await assertProblem(await ask(app, operation, role, "{"), 400, what);
    const text = await assertProblem(await ask(app, operation, role, `{"colour":1}`), 400, what);
    assert.match(text, /colour/, what);
  });
});

Deno.test("every operation requires a login, and every change a role; both are problems", async () => {
  await forEachOperation(async (app, operation, what) => {
    const body = operation.hasBody ? "{}" : undefined;
    await assertProblem(await ask(app, operation, "nobody", body), 401, what);
    const isChange = operation.method !== "GET" && !operation.path.endsWith("/find");
    if (!isChange && !operation.isForReviewers) return;
    await assertProblem(await ask(app, operation, "reader", body), 403, what);
  });
});

Deno.test("every operation about a Batch responds to an unknown code with a problem", async () => {
  await forEachOperation(async (app, operation, what, role) => {
    if (!operation.path.includes("B-NONE") || operation.hasBody) return;
    await assertProblem(await ask(app, operation, role), 404, what);
  });
});

Deno.test("a page refuses methods that it does not have", async () => {
  await withDatabase(async (sql) => {
    using app = createApp(
      portsOf(sql, { accounts: () => accounts }),
      (error) => assert.fail(String(error)),
    );
    for (const path of ["/", "/batches", "/metrics", "/batches/B-1", "/targets"]) {
      const response = await ask(app, { method: "DELETE", path }, "operator");
      await assertProblem(response, 405, path);
      assert.equal(response.headers.get("allow"), "GET, HEAD", path);
    }
    const form = await ask(app, { method: "DELETE", path: "/targets/test" }, "operator");
    assert.equal(form.headers.get("allow"), "POST");
    assert.equal((await ask(app, { method: "DELETE", path: "/none" }, "operator")).status, 404);
  });
});
