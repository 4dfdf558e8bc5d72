import { NEVER, of } from "rxjs";
import type { FoundFolder } from "../../src/model/folder.ts";
import { folderScans, inboxPresence, unlisted } from "../../streams/inbox.ts";
import { wakeUps } from "../../streams/wake_ups.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";

function folder(uid: string): FoundFolder {
  return { base: "/in", uid, settled: false };
}

Deno.test("folderScans() scans at once, then at every tick, and when events were lost", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const lost$ = hot("    -------l---");
    const expected = "     a----a-a--a";
    const scans$ = folderScans(() => of([folder("1")]), 5, lost$);
    expectObservable(scans$, "-----------!").toBe(expected, { a: folder("1") });
  }));

Deno.test("folderScans() never runs two listings at a time, and ignores no request", () =>
  inVirtualTime(({ cold, hot, expectObservable }) => {
    const lost$ = hot("    -ll--------");
    const expected = "     ---a---a---";
    const slow = () => cold("---a|", { a: [folder("1")] });
    expectObservable(folderScans(slow, 100, lost$), "-----------!").toBe(expected, {
      a: folder("1"),
    });
  }));

Deno.test("folderScans() emits `unlisted` if an inbox cannot be listed, and tries again", () =>
  inVirtualTime(({ cold, expectObservable }) => {
    let scan = 0;
    const list = () => ++scan === 1 ? cold<FoundFolder[]>("#") : of([folder("1")]);
    const expected = "     u----a";
    expectObservable(folderScans(list, 5, NEVER), "------!").toBe(expected, {
      u: unlisted,
      a: folder("1"),
    });
  }));

Deno.test("inboxPresence() emits once per change of the directory at a path", () =>
  inVirtualTime(({ expectObservable, cold }) => {
    const seen = ["1", "1", undefined, undefined, "2"];
    const identify = () => cold("(x|)", { x: seen.shift() });
    const expected = "     a-b-c";
    expectObservable(inboxPresence(identify, 1), "-----!").toBe(expected, {
      a: "1",
      b: undefined,
      c: "2",
    });
  }));

Deno.test("wakeUps() emits for the given statuses and at every tick", () =>
  inVirtualTime(({ hot, expectObservable }) => {
    const moved$ = hot("   --N-D-Q--", { N: "NEW", D: "DONE", Q: "QUEUE" });
    const listen = (listener: (status: string) => void) => {
      const subscription = moved$.subscribe(listener);
      return () => subscription.unsubscribe();
    };
    const expected = "     t-N--tQ--";
    expectObservable(wakeUps(listen, ["NEW", "QUEUE"], 5), "---------!").toBe(expected, {
      t: "tick",
      N: "NEW",
      Q: "QUEUE",
    });
  }));
