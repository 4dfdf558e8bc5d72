import fs from "node:fs";
import type { Browser } from "playwright-core";

/** Debian's Chromium. */
export const browserTools = ["/usr/bin/chromium"];

/** A browser that asks nobody but the page under test. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await loadPlaywright();
  return await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/**
 * Playwright asks below /proc/sys whether it runs under Windows, which only a program with every
 * permission may read; the tests have fewer, and are told that the file is not there.
 */
async function loadPlaywright(): Promise<typeof import("playwright-core")> {
  const { existsSync } = fs;
  fs.existsSync = (path) => !String(path).startsWith("/proc/sys/") && existsSync(path);
  try {
    return await import("playwright-core");
  } finally {
    fs.existsSync = existsSync;
  }
}
