import { freePort } from "../../test/support/servers/orthanc.ts";
import { type Contender, missingFiles } from "../contender.ts";
import { cost } from "../cost.ts";

/** Orthanc receives the images over DICOM from two senders and does not de-identify them. */
export const orthancIngest: Contender = {
  name: "Orthanc takes them in, two senders",
  missing: () => missingFiles("/usr/sbin/Orthanc", "/usr/bin/storescu", "/usr/bin/curl"),
  run: async (source, destination) => {
    Deno.mkdirSync(destination);
    const [http, dicom] = [freePort(), freePort()];
    const config = `${destination}/orthanc.json`;
    Deno.writeTextFileSync(
      config,
      JSON.stringify({
        StorageDirectory: destination,
        IndexDirectory: destination,
        HttpPort: http,
        DicomPort: dicom,
        DicomAlwaysAllowStore: true,
        AuthenticationEnabled: false,
        StableAge: 1,
        ConcurrentJobs: 2,
      }),
    );
    const send = (half: number): string =>
      `storescu +sd +r -xs -aec ORTHANC 127.0.0.1 ${dicom} ${source}/${half}`;
    return await cost([
      "sh",
      "-ec",
      `Orthanc ${config} >/dev/null 2>&1 & server=$!
      until curl -s http://127.0.0.1:${http}/system >/dev/null; do sleep 0.05; done
      ${send(1)} & one=$!; ${send(2)}; wait $one
      kill $server; wait $server || true`,
    ]);
  },
};
