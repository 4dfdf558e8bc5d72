import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { createApp, type WebApp } from "../../../src/web/app.tsx";
import { openHttpServer } from "../../../src/web/http_server.ts";
import type { WebPorts } from "../../../src/web/ports.ts";
import { openBrowser } from "./browser.ts";

/** The pages of this process, open in a browser. */
export interface OpenApp {
  readonly app: WebApp;
  readonly url: string;
  readonly page: Page;
  /** Ends the server, as a crash or a lost network does. */
  readonly stop: () => Promise<void>;
}

/** Runs a test with pages in a browser, whose console must stay empty except for `expected`. */
export async function withBrowser(
  ports: WebPorts,
  test: (opened: OpenApp) => Promise<void>,
  expected = /status of 4|net::ERR|Failed to fetch/,
): Promise<void> {
  using app = createApp(ports, (error) => assert.fail(String(error)));
  const options = { hostname: "127.0.0.1", port: 0, tls: undefined, connections: 100 };
  const server = await openHttpServer(
    { ...options, onFault: (error) => assert.fail(String(error)) },
    app.fetch,
  );
  await using browser = await openBrowser();
  const page = await browser.newPage({ timezoneId: "UTC" });
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  const stop = async (): Promise<void> => {
    app[Symbol.dispose]();
    await server.shutdown(0);
  };
  try {
    await test({ app, url: `http://127.0.0.1:${server.port}`, page, stop });
  } finally {
    await stop();
  }
  assert.deepEqual(faults.filter((text) => !expected.test(text)), []);
}
