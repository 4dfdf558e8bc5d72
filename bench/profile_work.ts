import { tempDir } from "../test/support/temp_dir.ts";
import { realisticLoads } from "./realistic_loads.ts";
import { threadTools, ThreadUnderTest } from "./thread_work.ts";

/** Processes images of a load for a CPU profile: see profile.ts. Arguments: load, rounds. */
const [name = "", rounds = "20"] = Deno.args;
const load = realisticLoads[name];
if (!load) throw new Error(`there is no load ${name}`);
using directory = tempDir();
const thread = new ThreadUnderTest(load, directory.path);
const tools = threadTools();
for (let round = 0; round < Number(rounds); round++) await thread.round(tools);
