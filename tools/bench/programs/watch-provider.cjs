// Loaded before everything else by the processes of a run. In the provider's, it keeps the largest heap that lived on, in
// the file that BENCH_HEAP names; and it lets --cpu-prof write its profile, as the engine ends providers by a signal.
const { writeFileSync } = require("node:fs");
const v8 = require("node:v8");
const { runInNewContext } = require("node:vm");

const EACH_MS = 1_000;

if (process.argv.some((word) => word.includes("dynamic-provider"))) {
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit());
  if (process.env.BENCH_HEAP !== undefined) {
    v8.setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc");
    let heap = 0;
    let rss = 0;
    setInterval(() => {
      rss = Math.max(rss, process.memoryUsage.rss());
      gc();
      heap = Math.max(heap, process.memoryUsage().heapUsed);
      writeFileSync(process.env.BENCH_HEAP, JSON.stringify({ heap, rss }));
    }, EACH_MS).unref();
  }
}
