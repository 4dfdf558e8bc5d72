import { fileURLToPath } from "node:url";

/**
 * Runs the tests of pixels with all images, and prints the figures: `deno task test:pixels`.
 * Amounts are environment variables; the suite runs the same tests short.
 */
const amounts: Readonly<Record<string, string>> = {
  PIXELS: "100",
  DAMAGED: "10000",
  LARGE_FRAMES: "2048",
  REDACTION_KILLS: "40",
};

const root = fileURLToPath(new URL("..", import.meta.url));
const runner = fileURLToPath(import.meta.resolve("./run_tests.ts"));
const figures = Deno.makeTempFileSync({ prefix: "dicom-intake-figures-" });
const env = Object.fromEntries(
  Object.entries(amounts).map(([name, amount]) => [name, Deno.env.get(name) ?? amount]),
);
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["run", "-q", "--no-prompt", "-P=test", runner, "test/system/pixels/"],
  cwd: root,
  env: { ...env, FIGURES: figures },
}).spawn().status;
await Deno.stdout.write(Deno.readFileSync(figures));
Deno.removeSync(figures);
Deno.exit(code);
