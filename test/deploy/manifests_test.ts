import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { TriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Service } from "kubernetes-models/v1/Service";
import assert from "node:assert/strict";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import config from "../../deno.json" with { type: "json" };
import { optionsOf } from "../../src/cli/command_line.ts";
import { settingsSchema } from "../../src/cli/settings.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { missingTools, run } from "../support/tools.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => Deno.readTextFileSync(new URL(path, root));

const kinds = {
  ConfigMap,
  Deployment,
  PersistentVolumeClaim,
  ScaledObject,
  Service,
  TriggerAuthentication,
};
const resource = z.looseObject({
  kind: z.enum(Object.keys(kinds) as (keyof typeof kinds)[]),
  metadata: z.object({ name: z.string() }),
});
type Resource = z.infer<typeof resource>;

function resources(): Resource[] {
  const { resources } = z.object({ resources: z.array(z.string()) })
    .parse(parse(read("deploy/kubernetes/kustomization.yaml")));
  return resources.flatMap((file) =>
    parseAllDocuments(read(`deploy/kubernetes/${file}`))
      .map((document) => resource.parse(document.toJS()))
  );
}

/** Throws what the schema of the resource's kind says against it. */
function validate(given: Resource): void {
  const made: { validate(): void } = Reflect.construct(kinds[given.kind], [given]);
  made.validate();
}

Deno.test("every Kubernetes resource obeys the schema of its kind, and a wrong type in any is seen", () => {
  const all = resources();
  assert.ok(all.length >= 7);
  for (const each of all) {
    validate(each);
    for (const part of ["spec", "data"].filter((part) => part in each)) {
      assert.throws(() => validate({ ...each, [part]: 7 }), each.kind);
    }
  }
});

Deno.test("what resources name is there, and settings exist", () => {
  const all = resources();
  const text = JSON.stringify(all);
  const names = new Set(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  for (const [, claim] of text.matchAll(/"claimName":"([^"]+)"/g)) {
    assert.ok(names.has(`PersistentVolumeClaim ${claim}`), claim);
  }
  assert.ok(names.has("Deployment dicom-intake-worker"));
  const known = new Set(optionsOf(settingsSchema.shape).map(({ meta }) => meta.env));
  const map = all.find(({ kind }) => kind === "ConfigMap");
  for (const name of Object.keys(z.record(z.string(), z.string()).parse(map?.["data"]))) {
    assert.ok(known.has(name), name);
  }
  for (const [, name] of text.matchAll(/"name":"([A-Z_]+)","value/g)) {
    assert.ok(known.has(name ?? ""), name);
  }
  const images = new Set([...text.matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image));
  assert.deepEqual([...images], [`dicom-intake:${config.version}`]);
});

Deno.test("the scaler's query counts what is not done, on the schema as it is", () =>
  withDatabase(async (sql) => {
    const scaler = resources().find(({ kind }) => kind === "ScaledObject");
    const [query = ""] = JSON.stringify(scaler).match(/select [^"]+/) ?? [];
    const [row] = await sql.unsafe(query);
    assert.equal(Number(row?.["count"]), 0);
  }));

Deno.test({
  name: "compose.yaml is what docker-compose takes for one",
  ignore: missingTools("docker-compose"),
  async fn() {
    const file = new URL("compose.yaml", root).pathname;
    await run("env", ["POSTGRES_PASSWORD=x", "docker-compose", "-f", file, "config", "--quiet"]);
    const compose = z.object({ services: z.record(z.string(), z.unknown()) })
      .parse(parse(read("compose.yaml"), { merge: true }));
    assert.deepEqual(Object.keys(compose.services), ["database", "worker", "web"]);
  },
});

Deno.test({
  name: "the systemd unit is one, and stays as closed as install.md says",
  ignore: missingTools("systemd-analyze"),
  async fn() {
    const unit = new URL("deploy/systemd/dicom-intake.service", root).pathname;
    const told = await run("systemd-analyze", ["security", "--offline=true", unit]);
    const [, exposure = ""] = /exposure level for \S+: ([\d.]+)/.exec(told) ?? [];
    assert.ok(read("docs/install.md").includes(`rates it ${exposure}`), exposure);
    const directory = Deno.makeTempDirSync();
    try {
      const text = read("deploy/systemd/dicom-intake.service")
        .replace("/usr/local/bin/dicom-intake", "/bin/true").replace(
          "User=dicom-intake",
          "User=root",
        );
      Deno.writeTextFileSync(`${directory}/dicom-intake.service`, text);
      const verified = await run("systemd-analyze", [
        "verify",
        `${directory}/dicom-intake.service`,
      ]);
      assert.doesNotMatch(verified, /dicom-intake\.service/);
    } finally {
      Deno.removeSync(directory, { recursive: true });
    }
  },
});

Deno.test("every way to start the program grants what the task watch grants", () => {
  const granted = (text: string): string[] => text.match(/-P=\S+|--allow-\S+|-A\b/g) ?? [];
  assert.deepEqual(granted(config.tasks.watch.command), ["-P=intake"]);
  assert.deepEqual(granted(read("src/cli/detach.ts")), ['-P=intake",']);
});

Deno.test("every way to start a command that runs for long bounds the heaps of V8", () => {
  const { watch, queue, serve } = config.tasks;
  const starts = [watch.command, queue.command, serve.command].concat(
    ["src/cli/detach.ts", "scripts/compile.ts", "deploy/dicom-intake"].map(read),
  );
  const options = starts.map((text) => /--v8-flags=[^" \n]+/.exec(text)?.[0]);
  assert.equal(options[0], "--v8-flags=--max-semi-space-size=2,--heap-growing-percent=20");
  assert.deepEqual(new Set(options).size, 1);
});
