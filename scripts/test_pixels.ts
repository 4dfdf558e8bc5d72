import { runLongTests } from "./run_long_tests.ts";

/**
 * Runs the tests of pixels with all images, and prints the figures: `deno task test:pixels`.
 * Amounts are environment variables; the suite runs the same tests short.
 */
const amounts: Readonly<Record<string, string>> = {
  PIXELS: "100",
  DAMAGED: "10000",
  LARGE_FRAMES: "2048",
  REDACTION_KILLS: "40",
  TEXT_IMAGES: "4000",
  TEXT_OUTPUTS: "200",
};

const { code, figures } = await runLongTests(amounts, ["test/system/pixels/"]);
await Deno.stdout.write(new TextEncoder().encode(figures));
Deno.exit(code);
