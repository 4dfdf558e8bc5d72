import assert from "node:assert/strict";
import type { FrameResult, ViewerFrame } from "../../src/model/viewer_frame.ts";
import { createApp, type WebApp } from "../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../src/web/security/accounts.ts";
import { completed, image, waiting } from "../support/database/batches.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { portsOf } from "../support/web/web_ports.ts";

const roles = ["reader", "operator", "administrator", "reviewer"] as const;
const accounts = parseAccounts(formatAccounts(
  roles.map((role) => ({ kind: "token", name: role, role, hash: hashToken(`di_${role}`) })),
));

const frame: ViewerFrame = {
  facts: {
    rows: 1,
    columns: 2,
    channels: 1,
    type: "Uint8",
    slope: 1,
    intercept: 0,
    windows: [],
    range: { center: 128, width: 256 },
    voi: "LINEAR",
    isInverted: false,
    pixelHeight: 1,
    hasOverlay: false,
    notes: [],
  },
  bytes: Uint8Array.of(7, 9),
};

/** Runs a test with three images of one series and one of another, of two Batches. */
async function withImages(
  readFrame: (instance: string, frame: number) => FrameResult,
  test: (app: WebApp) => Promise<void>,
): Promise<void> {
  await withDatabase(async (sql) => {
    await waiting(sql, ["ST-1", "ST-2"]);
    await completed(sql, 1000, [image(1, { instanceNumber: 9 }), image(2, { frames: 4 })]);
    const other = { seriesInstanceUid: "2.25.3000" };
    const report = { imageRows: null, imageColumns: null };
    await completed(sql, 1001, [image(3), image(4, other), image(5, report)]);
    const ports = portsOf(sql, {
      accounts: () => accounts,
      readFrame: ({ instance }, at) => Promise.resolve(readFrame(instance, at)),
    });
    using app = createApp(ports, (error) => assert.fail(String(error)));
    await test(app);
  });
}

async function ask(app: WebApp, path: string, role?: typeof roles[number]) {
  const headers = role ? { authorization: `Bearer di_${role}` } : {};
  const response = await app.fetch(new Request(`http://h${path}`, { headers }), {});
  return {
    status: response.status,
    headers: response.headers,
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

function textOf({ bytes }: { readonly bytes: Uint8Array }): string {
  return new TextDecoder().decode(bytes);
}

Deno.test("every role may view delivered images, nobody without a login, and nothing is cached", async () => {
  await withImages(() => frame, async (app) => {
    const paths = [
      "/series/2.25.2000",
      "/series/2.25.2000/stack",
      "/images/2.25.2/stack",
      "/images/2.25.2/frames/1",
    ];
    for (const path of paths) {
      for (const role of roles) {
        const { status, headers } = await ask(app, path, role);
        assert.equal(status, 200, `${role} ${path}`);
        assert.equal(headers.get("cache-control"), "no-store", path);
        assert.match(headers.get("content-security-policy") ?? "", /script-src 'self';/, path);
      }
      const { status, headers } = await ask(app, path);
      assert.deepEqual([status, headers.get("location")?.startsWith("/login")], [302, true], path);
    }
  });
});

Deno.test("a stack lists the images of a series in order, or one image", async () => {
  await withImages(() => frame, async (app) => {
    const stackOf = async (path: string): Promise<unknown> =>
      JSON.parse(textOf(await ask(app, `${path}/stack`, "reader")));
    assert.deepEqual(await stackOf("/series/2.25.2000"), {
      images: [
        { uid: "2.25.2", number: 2, frames: 4 },
        { uid: "2.25.3", number: 3, frames: 1 },
        { uid: "2.25.1", number: 9, frames: 1 },
      ],
      isCut: false,
    });
    assert.deepEqual(await stackOf("/images/2.25.4"), {
      images: [{ uid: "2.25.4", number: 4, frames: 1 }],
      isCut: false,
    });
    assert.deepEqual(await stackOf("/series/2.25.9"), { images: [], isCut: false });
    const { status } = await ask(app, "/series/2.25.9", "reader");
    assert.equal(status, 404);
    const page = textOf(await ask(app, "/series/2.25.2000", "reader"));
    assert.match(page, /3 images/);
    assert.doesNotMatch(page, /DOE|JANE|4711/);
  });
});

Deno.test("a frame has its values as bytes and its facts in a header; faults have a sentence", async () => {
  const results: Readonly<Record<string, FrameResult>> = {
    "2.25.1": { fault: "unreadable", reason: "its transfer syntax cannot be decoded" },
    "2.25.3": { fault: "busy" },
    "2.25.4": { fault: "gone" },
  };
  const asked: string[] = [];
  const readFrame = (instance: string, at: number): FrameResult => {
    asked.push(`${instance} ${at}`);
    return results[instance] ?? frame;
  };
  await withImages(readFrame, async (app) => {
    const good = await ask(app, "/images/2.25.2/frames/4", "reader");
    assert.deepEqual([...good.bytes], [7, 9]);
    assert.deepEqual(JSON.parse(good.headers.get("frame-facts") ?? ""), frame.facts);
    assert.deepEqual(asked, ["2.25.2 3"], "frames are counted from 1 in addresses");
    const said = async (path: string): Promise<readonly [number, string]> => {
      const answer = await ask(app, path, "reader");
      return [answer.status, JSON.parse(textOf(answer)).detail];
    };
    assert.deepEqual(await said("/images/2.25.1/frames/1"), [
      422,
      "This image cannot be shown: its transfer syntax cannot be decoded.",
    ]);
    assert.deepEqual(await said("/images/2.25.3/frames/1"), [
      503,
      "Too many images are requested.",
    ]);
    const gone = "The file of this image was deleted.";
    assert.deepEqual(await said("/images/2.25.4/frames/1"), [404, gone]);
    for (
      const path of ["2.25.2/frames/0", "2.25.2/frames/1.5", "2.25.2/frames/-1", "2.25.9/frames/1"]
    ) {
      assert.deepEqual(await said(`/images/${path}`), [404, "This frame does not exist."], path);
    }
  });
});
