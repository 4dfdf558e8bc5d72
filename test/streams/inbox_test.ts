import assert from "node:assert/strict";
import { of } from "rxjs";
import type { WatchEvent } from "../../src/folder/watcher.ts";
import { type InboxEvent, inboxFolders } from "../../streams/inbox.ts";
import { inVirtualTime } from "../support/streams/marbles.ts";
import { foundFolder, frame, quietInbox, watchBy } from "../support/streams/stream_ports.ts";

const present: InboxEvent = { kind: "present", base: "/in" };
const missing: InboxEvent = { kind: "missing", base: "/in" };
const listed: InboxEvent = { kind: "folder", folder: foundFolder("ST-1") };
const event: InboxEvent = { kind: "folder", folder: foundFolder("ST-2", true) };
const names = { p: present, m: missing, l: listed, e: event };
const renamed: WatchEvent = { kind: "child", name: "ST-2", renamed: true };
const lost: WatchEvent = { kind: "lost" };

Deno.test("inboxFolders() watches and scans an inbox again after it was missing", () =>
  inVirtualTime(({ hot, expectObservable, expectSubscriptions }) => {
    const identities = ["1", "1", undefined, undefined, "1", "1"];
    const watch$ = hot("   -----e----e----------e--", { e: renamed });
    const expected = "     (pl)-e--m-------(pl)-e--";
    const watched = [
      "                    ^-------!",
      "                    ----------------^------!",
    ];
    const ports = {
      ...quietInbox,
      watch: watchBy(watch$),
      checkEveryMs: 4,
      identify: () => [identities.shift()],
      list: () => of([foundFolder("ST-1")]),
    };
    expectObservable(inboxFolders("/in", ports), "-----------------------!")
      .toBe(expected, names);
    expectSubscriptions(watch$.subscriptions).toBe(watched);
  }));

Deno.test("inboxFolders() watches and scans again if another directory replaces the inbox", () =>
  inVirtualTime(({ hot, expectObservable, expectSubscriptions }) => {
    const identities = ["1", "2"];
    const watch$ = hot<WatchEvent>("----------");
    const expected = "     (pl)--(pl)";
    const ports = {
      ...quietInbox,
      watch: watchBy(watch$),
      checkEveryMs: 6,
      identify: () => [identities.shift()],
      list: () => of([foundFolder("ST-1")]),
    };
    expectObservable(inboxFolders("/in", ports), "----------!").toBe(expected, names);
    expectSubscriptions(watch$.subscriptions).toBe(["^-----!", "------^---!"]);
  }));

Deno.test("inboxFolders() scans when events were lost, and after the watch has started", () => {
  const log: string[] = [];
  inVirtualTime(({ hot, expectObservable, flush }) => {
    const watch$ = hot("   -----x--", { x: lost });
    const expected = "     (pl)-l--";
    const ports = {
      ...quietInbox,
      watch: (...watched: Parameters<typeof quietInbox.watch>) => {
        log.push("watch");
        return watchBy(watch$)(...watched);
      },
      list: () => {
        log.push(`scan at ${frame()}`);
        return of([foundFolder("ST-1")]);
      },
    };
    expectObservable(inboxFolders("/in", ports), "--------!").toBe(expected, names);
    flush();
  });
  assert.deepEqual(log, ["watch", "scan at 0", "scan at 5"]);
});

Deno.test("inboxFolders() emits folders before it is known whether they are finished", () =>
  inVirtualTime(({ expectObservable }) => {
    const ports = { ...quietInbox, list: () => of([foundFolder("ST-1.tmp1")]) };
    const unfinished: InboxEvent = { kind: "folder", folder: foundFolder("ST-1.tmp1") };
    expectObservable(inboxFolders("/in", ports), "----!").toBe("(pu)", { ...names, u: unfinished });
  }));
