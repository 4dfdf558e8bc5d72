/** The Debian packages of all tools. */
const packages =
  "dcmtk libgdcm-tools libopenjp2-tools dicom3tools dcm2niix orthanc orthanc-dicomweb postgresql " +
  "pgbouncer chromium strace iproute2 faketime rsync buildah debootstrap systemd-container " +
  "docker-compose procps gcc libc6-dev libjpeg62-turbo-dev libjpeg-turbo-progs libjxl-tools " +
  "tesseract-ocr fonts-dejavu-core fonts-liberation fonts-ipafont-gothic fonts-vlgothic " +
  "python3-pil python3-numpy";

/**
 * Whether a test's external tools are missing. Under CI=true that fails the run at once; else
 * it says so, and the test is shown as ignored.
 */
export function missingTools(...tools: readonly string[]): boolean {
  const missing = tools.filter((tool) => !isThere(tool));
  if (missing.length === 0) return false;
  const message = `missing ${missing.join(", ")}: apt-get install ${packages}`;
  if (Deno.env.get("CI") === "true") throw new Error(message);
  // deno-lint-ignore no-console
  console.warn(`tests are left out: ${message}`);
  return true;
}

function isThere(tool: string): boolean {
  const directories = tool.includes("/") ? [""] : (Deno.env.get("PATH") ?? "").split(":");
  return directories.some((directory) => {
    try {
      return Deno.statSync(directory ? `${directory}/${tool}` : tool).isFile;
    } catch {
      return false;
    }
  });
}

/** Runs a program to its end; throws with its output when it fails. */
export async function run(program: string, args: readonly string[]): Promise<string> {
  const command = new Deno.Command(program, { args: [...args], stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder("latin1").decode(stdout) + new TextDecoder().decode(stderr);
  if (!success) throw new Error(`${program} ${args.join(" ")}: ${text}`);
  return text;
}
