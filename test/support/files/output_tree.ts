import { join, relative } from "node:path";
import { inflateRawSync } from "node:zlib";

/**
 * Every file below a directory, by its path relative to it, in order; entries may be passed over.
 */
export function filesBelow(
  directory: string,
  takes: (name: string) => boolean = () => true,
): string[] {
  const walk = (folder: string): string[] =>
    [...Deno.readDirSync(folder)].filter(({ name }) => takes(name)).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory ? walk(path) : [relative(directory, path)];
    });
  return walk(directory).sort();
}

/** A file as Latin-1: its bytes, its 16-bit words turned around, and inflated if it is deflated. */
export function everyReading(path: string): string {
  const bytes = Deno.readFileSync(path);
  const latin = (part: Uint8Array): string => new TextDecoder("latin1").decode(part);
  const raw = latin(bytes);
  const readings = [raw, latin(turned(bytes))];
  if (raw.includes("1.2.840.10008.1.2.1.99")) {
    const metaLength = new DataView(bytes.buffer).getUint32(140, true);
    const plain = inflateRawSync(bytes.subarray(144 + metaLength));
    readings.push(latin(plain), latin(turned(plain)));
  }
  return readings.join("\n");
}

function turned(bytes: Uint8Array): Uint8Array {
  const words = bytes.slice(0, bytes.length - bytes.length % 2);
  for (let at = 0; at < words.length; at += 2) words.subarray(at, at + 2).reverse();
  return words;
}

/** SHA-256 of every file below a directory, by path: equal when the trees are. */
export function digests(
  directory: string,
  takes: (name: string) => boolean = () => true,
): Promise<Record<string, string>> {
  return Promise.all(
    filesBelow(directory, takes).map(async (path) => {
      const digest = await crypto.subtle.digest(
        "SHA-256",
        Deno.readFileSync(join(directory, path)),
      );
      return [path, new Uint8Array(digest).toHex()] as const;
    }),
  ).then(Object.fromEntries);
}
