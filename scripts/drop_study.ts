import { dropFolder, syntheticStudy } from "../src/cli/demo/synthetic_study.ts";

/** Drops a synthetic study of three images into an inbox: `drop_study.ts inbox ST-000001`. */
const [inbox = "inbox", name = "ST-000001"] = Deno.args;
const number = Number(name.replace(/\D/g, "")) || 1;
dropFolder(inbox, name, syntheticStudy({ number, images: 3, size: 64 }));
