import { joinPrivateServer } from "../../src/database/private_server.ts";

const [stateDir = ""] = Deno.args;
await joinPrivateServer({ stateDir });
Deno.writeTextFileSync(`${stateDir}/joined`, "");
setInterval(() => {}, 1_000_000);
