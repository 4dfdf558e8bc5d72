import assert from "node:assert/strict";
import { lastValueFrom, Subject, toArray } from "rxjs";
import type { IntakeEvent } from "../../src/model/event.ts";
import type { FoundFolder } from "../../src/model/folder.ts";
import { record } from "../../streams/record.ts";

function folder(uid: string, settled = false): FoundFolder {
  return { base: "/in", uid, settled };
}

Deno.test("record() collects folders that arrive while a statement runs, each once, for the next statement", async () => {
  const folders$ = new Subject<FoundFolder>();
  const windows: string[][] = [];
  let finishFirst = Promise.withResolvers<void>();
  const recordWindow = async (window: FoundFolder[]): Promise<IntakeEvent[]> => {
    windows.push(window.map(({ uid }) => uid));
    if (windows.length === 1) await finishFirst.promise;
    return window.map(({ uid }) => ({ name: "folder.recorded", level: "debug", batch: uid }));
  };
  const events = lastValueFrom(folders$.pipe(record(recordWindow), toArray()));
  folders$.next(folder("1"));
  for (const uid of ["2", "3", "2"]) folders$.next(folder(uid));
  finishFirst.resolve();
  folders$.complete();
  assert.deepEqual((await events).map(({ batch }) => batch), ["1", "2", "3"]);
  assert.deepEqual(windows, [["1"], ["2", "3"]]);
  finishFirst = Promise.withResolvers();
});

Deno.test("record() remembers that a folder was renamed into place, even if a scan finds it as well", async () => {
  const folders$ = new Subject<FoundFolder>();
  const settled: boolean[] = [];
  const blocked = Promise.withResolvers<void>();
  const recordWindow = async (window: FoundFolder[]): Promise<IntakeEvent[]> => {
    await blocked.promise;
    settled.push(...window.filter(({ uid }) => uid === "2").map((f) => f.settled));
    return [];
  };
  const ended = lastValueFrom(folders$.pipe(record(recordWindow)), { defaultValue: undefined });
  for (const seen of [folder("1"), folder("2", true), folder("2", false)]) folders$.next(seen);
  blocked.resolve();
  folders$.complete();
  await ended;
  assert.deepEqual(settled, [true]);
});

Deno.test("record() splits a flood into windows of 5,000", async () => {
  const folders$ = new Subject<FoundFolder>();
  const sizes: number[] = [];
  const recordWindow = (window: FoundFolder[]): Promise<IntakeEvent[]> => {
    sizes.push(window.length);
    return Promise.resolve([]);
  };
  const ended = lastValueFrom(folders$.pipe(record(recordWindow)), { defaultValue: undefined });
  for (let number = 0; number < 12_001; number++) folders$.next(folder(String(number)));
  folders$.complete();
  await ended;
  assert.deepEqual(sizes, [1, 5000, 5000, 2000]);
});
