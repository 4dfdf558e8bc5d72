import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { targets } from "../../scripts/compile/targets.ts";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { codecsPath, openCodecs } from "../../src/pixels/codecs/codec_libraries.ts";
import { textPaths } from "../../src/pixels/text/text_model.ts";
import { compressedImage, framesOf } from "../support/dicom/compressed_images.ts";
import { drawText, tissueFrame } from "../support/dicom/drawn_text.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { syntaxes } from "../support/dicom/pixel_cases.ts";
import { grey } from "../support/dicom/redact_compressed.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { compileProgram } from "../support/program/compile_program.ts";
import { embeddedFiles, flagsOf } from "../support/program/embedded_files.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

const source = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What was embedded is laid out in a directory, as the program does at its first start, and run.
 */
Deno.test("the compiled graph holds all that the program needs, and works without anything else", async () => {
  using directory = tempDir();
  const program = `${directory.path}/dicom-intake`;
  await compileProgram(program, `linux-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`);
  const { permissions, extract } = embeddedFiles(program);
  const granted = permissionFlags(config.permissions.intake);
  const embedded = flagsOf(permissions)
    .filter((flag) => !flag.startsWith("--allow-import=")); // Deno's default: nothing is fetched
  assert.deepEqual(embedded.toSorted(), granted.toSorted());
  const place = `${directory.path}/extracted`;
  extract(place);
  const data = (await git("ls-files", "src")).filter((file) => !/\.tsx?$/.test(file));
  const threads = ["src/pipeline/image/image_worker.ts", "src/folder/watcher_worker.ts"];
  for (const file of [...data, ...threads, "main.ts"]) {
    assert.deepEqual(Deno.readFileSync(`${place}/${file}`), Deno.readFileSync(`${source}/${file}`));
  }
  for (const name of packagesImportedBy(place)) Deno.statSync(`${place}/node_modules/${name}`);
  for (const tested of ["kubernetes-models", "playwright-core", "s3rver"]) {
    assert.throws(() => Deno.statSync(`${place}/node_modules/${tested}`), Deno.errors.NotFound);
  }

  const [inbox, output] = [`${directory.path}/inbox`, `${directory.path}/output`];
  Deno.mkdirSync(inbox);
  dropStudy(inbox, "ST-1", 1, 3);
  dropFolder(inbox, "ST-2", await compressed());
  const recipe = `${directory.path}/site.dicom`;
  const rule = ["%filter graylist", "LABEL scanner", "coordinates 0,0,9,9"];
  Deno.writeTextFileSync(recipe, ["FORMAT dicom", ...rule].join("\n"));
  const runAlone = (...args: string[]): Promise<string> =>
    run("env", [
      "-i",
      `PATH=${Deno.env.get("PATH")}`,
      "HOME=/nonexistent",
      "unshare",
      "--net",
      Deno.execPath(),
      "run",
      "--cached-only",
      "--node-modules-dir=manual",
      "--quiet",
      "--no-prompt",
      ...granted,
      `${place}/main.ts`,
      ...args,
    ]);
  const places = ["--output-base", output, "--state-dir", `${directory.path}/state`];
  const settings = ["--data-base", inbox, "--min-free", "0", "--recipe", recipe, ...places];
  await runAlone("queue", ...settings);
  const images = [...walk(output)].filter((path) => path.endsWith(".dcm"));
  assert.equal(images.length, 5, "two of them were redacted with the codecs");
  dropFolder(inbox, "ST-3", [{ name: "named", bytes: namedImage() }]);
  assert.match(await runAlone("screen", "--text", `${inbox}/ST-3`), /text at \d+,\d+,/);
  const runtime = [...walk(`${place}/node_modules`)].filter((path) =>
    /onnxruntime-web\/dist\/.*\.wasm$|_infer\.onnx$/.test(path)
  ).map((path) => path.split("/").at(-1));
  const needed = Object.values<string>({ ...textPaths() }).map((path) => path.split("/").at(-1));
  assert.deepEqual(runtime.filter((name) => !needed.includes(name)), []);
});

Deno.test("docs/install.md lists every platform, and the task compile refuses others", async () => {
  const page = Deno.readTextFileSync(`${source}/docs/install.md`);
  for (const platform of targets.keys()) assert.ok(page.includes(`\`${platform}\``), platform);
  for (const unknown of ["linux", "constructor"]) {
    await assert.rejects(
      compileProgram("/nonexistent", unknown),
      /Unknown platform .+\. Use one of these: linux-x64, .+, windows-x64\./,
    );
  }
});

/** An ultrasound image that shows a name. */
function namedImage(): Uint8Array {
  const { rows, columns, pixels } = tissueFrame(240, 320);
  drawText({ rows, columns, pixels }, "JANE^DOE", { left: 12, top: 10, size: 3 });
  return nativeImage({ rows, columns, frames: 1, bits: 8 }, pixels);
}

/** Images whose redaction is verified with libraries in WebAssembly, one of each. */
async function compressed(): Promise<{ name: string; bytes: Uint8Array }[]> {
  const codecs = await openCodecs(codecsPath());
  return ["JPEG-LS .80", "JPEG XL .110"].flatMap((name, at) => {
    const { uid, encode } = syntaxes[name] ?? {};
    if (!uid || !encode) return [];
    const image = { shape: grey, frames: 1, instance: `1.2.3.${at}` };
    const streams = framesOf(image).map((frame) => encode(frame, grey, codecs));
    return [{ name, bytes: compressedImage(image, uid, streams) }];
  });
}

/** A permission set of deno.json as flags of `deno run`. */
function permissionFlags(set: Readonly<Record<string, boolean | readonly string[]>>): string[] {
  return Object.entries(set).flatMap(([name, scope]) => {
    if (typeof scope === "boolean") return scope ? [`--allow-${name}`] : [];
    return [`--allow-${name}=${scope.join(",")}`];
  });
}

async function git(...args: string[]): Promise<string[]> {
  return (await run("git", ["-C", source, ...args])).trim().split("\n");
}

/** Packages of npm that embedded modules name, but for those that only types come from. */
function packagesImportedBy(place: string): Set<string> {
  const modules = ["src", "streams", "deploy"].flatMap((room) => [...walk(`${place}/${room}`)]);
  const names = modules.filter((path) => /\.tsx?$/.test(path)).flatMap((path) => {
    const imports = Deno.readTextFileSync(path)
      .matchAll(/^(?!import type).*(?:from|import) "((?:@[^/"]+\/)?[a-z][^/":]*)["/]/gm);
    return [...imports].map(([, name = ""]) => name);
  });
  assert.ok(names.includes("rxjs") && names.includes("@hono/zod-openapi"));
  return new Set(names);
}

function* walk(directory: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    if (isDirectory) yield* walk(`${directory}/${name}`);
    else yield `${directory}/${name}`;
  }
}
