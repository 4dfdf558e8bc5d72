import { Buffer } from "node:buffer";
import { join, relative } from "node:path";
import { z } from "zod";

const magic = "d3n0l4nd";

const extent = z.tuple([z.number(), z.number()]);
interface Entry {
  readonly File?: {
    readonly n: string;
    readonly o: readonly [number, number];
    x?: boolean | undefined;
  } | undefined;
  readonly Symlink?: { readonly n: string; readonly p: readonly string[] } | undefined;
  readonly Dir?: { readonly n: string; readonly e: readonly Entry[] } | undefined;
}
const entry: z.ZodType<Entry> = z.lazy(() =>
  z.object({
    File: z.object({ n: z.string(), o: extent, x: z.boolean().optional() }).optional(),
    Symlink: z.object({ n: z.string(), p: z.array(z.string()) }).optional(),
    Dir: z.object({ n: z.string(), e: z.array(entry) }).optional(),
  })
);

/** What `deno compile` has put into a program. */
export interface Embedded {
  /** The permissions it runs with, as Deno's flags. */
  readonly permissions: Readonly<Record<string, unknown>>;
  /** Lays its files out in a directory, as a program that extracts itself does. */
  extract(directory: string): void;
}

/**
 * Reads the part that `deno compile` appends to its base: behind the last magic word but one
 * a JSON of options, two tables of packages and modules, then the tree of files and their bytes,
 * each with its length before it.
 */
export function embeddedFiles(program: string): Embedded {
  const bytes = Buffer.from(Deno.readFileSync(program).buffer);
  const end = bytes.lastIndexOf(magic);
  let at = bytes.lastIndexOf(magic, end - 1) + magic.length;
  const section = (): Buffer => {
    const length = Number(bytes.readBigUInt64LE(at));
    const start = at + 8;
    at = start + length;
    return bytes.subarray(start, at);
  };
  const options = z.object({ permissions: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(section().toString()));
  section();
  section();
  at += 4;
  const tree = z.array(entry).parse(JSON.parse(section().toString()));
  const content = section();
  return {
    permissions: options.permissions,
    extract: (directory) => layOut(tree, directory, directory, content),
  };
}

/** The permissions as flags of `deno run`. */
export function flagsOf(permissions: Embedded["permissions"]): string[] {
  return Object.entries(permissions).flatMap(([name, scope]) => {
    const listed = z.array(z.string()).safeParse(scope);
    if (!listed.success) return [];
    const of = listed.data.length === 0 ? "" : `=${listed.data.join(",")}`;
    return `--${name.replace("_", "-")}${of}`;
  });
}

function layOut(entries: readonly Entry[], to: string, root: string, content: Buffer): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const { File, Symlink, Dir } of entries) {
    if (Dir) layOut(Dir.e, join(to, Dir.n), root, content);
    if (Symlink) Deno.symlinkSync(relative(to, join(root, ...Symlink.p)), join(to, Symlink.n));
    if (!File) continue;
    const [offset, length] = File.o;
    const mode = File.x ? 0o755 : 0o644;
    Deno.writeFileSync(join(to, File.n), content.subarray(offset, offset + length), { mode });
  }
}
