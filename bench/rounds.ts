/** How often each figure is measured (`BENCH_ROUNDS`). */
export const rounds = Number(Deno.env.get("BENCH_ROUNDS") ?? 5);
