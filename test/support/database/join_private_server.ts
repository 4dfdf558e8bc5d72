import { joinPrivateServer } from "../../../src/database/private_server/join_private_server.ts";

const [stateDir = "", then] = Deno.args;
const server = await joinPrivateServer({ stateDir });
if (then === "leave") {
  await server.leave();
} else {
  Deno.writeTextFileSync(`${stateDir}/joined`, "");
  setInterval(() => {}, 1_000_000);
}
