import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Contender, missingFiles } from "../contender.ts";
import { cost } from "../cost.ts";

const directory = dirname(fileURLToPath(import.meta.url));

/** A pipeline with a broker, two worker processes, and a chain of tasks for each folder. */
export const celeryPipeline: Contender = {
  name: "Celery and pydicom, two processes",
  missing: () =>
    missingFiles("/usr/bin/redis-server", ...["celery", "redis", "pydicom"].map(packagePath)),
  run: async (source, destination) => {
    const socket = `${Deno.makeTempDirSync()}/redis`;
    const env = { REDIS_SOCKET: socket, PYTHONPATH: directory, PYTHONDONTWRITEBYTECODE: "1" };
    return await cost([
      "sh",
      "-ec",
      `redis-server --port 0 --unixsocket ${socket} --save "" >/dev/null & redis=$!
      until [ -S ${socket} ]; do sleep 0.05; done
      /usr/bin/python3 -m celery -A celery_tasks worker -c 2 -l ERROR >/dev/null 2>&1 & worker=$!
      trap 'kill $worker; wait $worker || true; kill $redis; wait $redis || true' EXIT
      /usr/bin/python3 -c "import celery_tasks; celery_tasks.run('${source}', '${destination}')"`,
    ], env);
  },
};

function packagePath(name: string): string {
  return `/usr/lib/python3/dist-packages/${name}`;
}
