import { filePieces, writeNewFile } from "../system/pooled_files.ts";
import { systemCode } from "../system/system_code.ts";

/** The file system has no links, or the file has as many as it may have. */
const noLinkCodes = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"]);
const pieceSize = 1 << 20;

/**
 * Gives a file another path by a link, which needs no space. Where the file system has no links,
 * the file is copied and made durable.
 */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await Deno.link(from, to);
  } catch (error) {
    if (!noLinkCodes.has(systemCode(error))) throw error;
    await writeNewFile(to, filePieces(from, pieceSize));
  }
}
