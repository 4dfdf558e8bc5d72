import assert from "node:assert/strict";
import { openPlacedImage } from "../../src/app/web_ports.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("an image is opened below the output alone, whatever names the database has", async () => {
  using directory = tempDir();
  const output = `${directory.path}/output`;
  Deno.mkdirSync(`${output}/B-1/2.25.1/2.25.2`, { recursive: true });
  Deno.mkdirSync(`${directory.path}/inbox`);
  Deno.writeTextFileSync(`${directory.path}/inbox/secret.dcm`, "JANE DOE");
  Deno.writeTextFileSync(`${output}/B-1/2.25.1/2.25.2/2.25.3.dcm`, "delivered");
  Deno.symlinkSync(`${directory.path}/inbox`, `${output}/B-1/link`);
  const place = { code: "B-1", study: "2.25.1", series: "2.25.2", instance: "2.25.3" };
  const opens = async (change: Partial<typeof place>): Promise<string | undefined> => {
    const file = await openPlacedImage(output, { ...place, ...change });
    return file && await new Response(file.readable).text();
  };
  assert.equal(await opens({}), "delivered");
  assert.equal(await opens({ instance: "2.25.4" }), undefined);
  assert.equal(await opens({ instance: "../../../../inbox/secret" }), undefined);
  assert.equal(
    await opens({ code: "../inbox", study: ".", series: ".", instance: "secret" }),
    undefined,
  );
  assert.equal(await opens({ study: "link", series: ".", instance: "secret" }), undefined);
});
