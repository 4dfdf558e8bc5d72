import S3rver from "s3rver";

// Run by object_store.ts in a process of its own: an S3 server for one bucket.

const [directory = "", port = "", bucket = ""] = Deno.args;
const server = new S3rver({
  directory,
  port: Number(port),
  address: "127.0.0.1",
  silent: true,
  vhostBuckets: false,
  configureBuckets: [{ name: bucket, configs: [] }],
});
await server.run();
Deno.stdout.writeSync(new TextEncoder().encode("listening\n"));
