import { Buffer } from "node:buffer";
import { TextLineStream } from "../text_lines.ts";

const program = "/usr/sbin/Orthanc";
const plugin = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

/** What the tests need of Debian's packages orthanc and orthanc-dicomweb. */
export const orthancTools = [program, plugin];

export const orthancUser = { name: "intake", password: "orthanc-PASSWORD-4711" };
const authorization = `Basic ${btoa(`${orthancUser.name}:${orthancUser.password}`)}`;

/** A DICOMweb server as a site runs one, on a loopback port, for one test. */
export interface Orthanc extends AsyncDisposable {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** `dimse://ORTHANC@127.0.0.1:port` */
  readonly dimse: string;
  /** The files of all instances it has, as it gives them. */
  files(): Promise<Uint8Array[]>;
  /** SHA-256 of every instance it has, sorted. */
  instances(): Promise<string[]>;
}

export async function orthanc(directory: string, port = freePort()): Promise<Orthanc> {
  Deno.mkdirSync(directory, { recursive: true });
  const config = `${directory}/orthanc.json`;
  const dicomPort = freePort();
  Deno.writeTextFileSync(
    config,
    JSON.stringify({
      StorageDirectory: directory,
      IndexDirectory: directory,
      Plugins: [plugin],
      HttpPort: port,
      DicomPort: dicomPort,
      DicomAet: "ORTHANC",
      RemoteAccessAllowed: true,
      DicomAlwaysAllowStore: true,
      DicomServerEnabled: true,
      AuthenticationEnabled: true,
      DicomWeb: { Enable: true, Root: "/dicom-web/" },
      RegisteredUsers: { [orthancUser.name]: orthancUser.password },
    }),
  );
  const child = new Deno.Command(program, {
    args: [config],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = child.stderr.pipeThrough(new TextLineStream()).values();
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    if (line.value.includes("Orthanc has started")) break;
  }
  const draining = (async () => {
    while (!(await lines.next()).done);
  })();
  const host = `127.0.0.1:${port}`;
  const get = async (path: string): Promise<Response> =>
    await fetch(`http://${host}${path}`, { headers: { authorization } });
  const files = async (): Promise<Uint8Array<ArrayBuffer>[]> => {
    const ids: string[] = await (await get("/instances")).json();
    return await Promise.all(
      ids.map(async (id) => await (await get(`/instances/${id}/file`)).bytes()),
    );
  };
  return {
    host,
    dimse: `dimse://ORTHANC@127.0.0.1:${dicomPort}`,
    files,
    async instances(): Promise<string[]> {
      const digests = (await files()).map(async (file) =>
        Buffer.from(await crypto.subtle.digest("SHA-256", file)).toString("hex")
      );
      return (await Promise.all(digests)).sort();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill("SIGKILL");
      await child.status;
      await draining;
    },
  };
}

export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
