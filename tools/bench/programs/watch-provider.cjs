// Loaded before everything else by the processes of a run. Of the provider's, it keeps the largest heap that lived on, in the
// file that BENCH_HEAP names. Of the provider's and the program's, it writes a CPU profile into the folder that
// BENCH_PROFILES names: --cpu-prof would profile the language host's small scripts, too, which then fail.
const { writeFileSync } = require("node:fs");
const { Session } = require("node:inspector");
const { join } = require("node:path");
const v8 = require("node:v8");
const { runInNewContext } = require("node:vm");

const EACH_MS = 1_000;
const { BENCH_HEAP, BENCH_PROFILES } = process.env;
const isProvider = process.argv.some((word) => word.includes("dynamic-provider"));
const isProgram = process.argv.some((word) => /pulumi[\\/]cmd[\\/]run\b/u.test(word));

// The engine ends providers by a signal.
if (isProvider) for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit());

if (isProvider && BENCH_HEAP !== undefined) {
  v8.setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  let heap = 0;
  let rss = 0;
  setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
    gc();
    heap = Math.max(heap, process.memoryUsage().heapUsed);
    writeFileSync(BENCH_HEAP, JSON.stringify({ heap, rss }));
  }, EACH_MS).unref();
}

if ((isProvider || isProgram) && BENCH_PROFILES !== undefined) {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.start");
  process.on("exit", () => {
    const file = join(BENCH_PROFILES, `${isProvider ? "provider" : "program"}-${process.pid}.cpuprofile`);
    session.post("Profiler.stop", (_error, { profile }) => writeFileSync(file, JSON.stringify(profile)));
  });
}
