import { join } from "node:path";
import { copyPlugin } from "./plugins";
import { addToCache, cacheFolder } from "./cache";
import type { FoundEngine, Log, NoEngine, Variables } from "./engine";
import { programFile, whereIs } from "./installed";
import { run } from "./process";
import { startProgress } from "./progress";
import { pinnedEngineVersion } from "./version";

const SDK = "github.com/pulumi/pulumi/sdk/v3";
const BUILD_TIMEOUT_MS = 30 * 60_000;

/** Builds the pinned engine and its host for Node programs from source, with the Go of this machine. */
export async function buildEngine(environment: Variables, log: Log): Promise<FoundEngine | NoEngine> {
  const go = whereIs("go", environment);
  if (go === undefined) return { reason: "no Go on PATH" };
  const version = pinnedEngineVersion();
  const done = startProgress(`Building the Pulumi engine ${version} from source, once: some minutes`, log);
  const result = await addToCache("build", environment, async (folder) => {
    const build = (
      module: string,
      name: string,
      source: string,
      ldflags: string,
    ): Promise<NoEngine | undefined> =>
      goBuild(
        go,
        ["-ldflags", ldflags, "-o", join(folder, "bin", programFile(name)), source],
        join(__dirname, module),
        environment,
      );
    // A released engine knows its version from its linker, and programs ask for it.
    const ldflags = `-s -w -X ${SDK}/go/common/version.Version=${version}`;
    const failed =
      (await build("cli", "pulumi", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", ldflags)) ??
      (await build(
        "language-host",
        "pulumi-language-nodejs",
        `${SDK}/nodejs/cmd/pulumi-language-nodejs`,
        "-s -w",
      ));
    if (failed === undefined) await copyPlugin(join(folder, "bin"));
    return failed;
  });
  done("reason" in result ? "failed" : "done");
  return result;
}

/** Builds a program of the module in this folder, which pins all that it is made of. */
export async function goBuild(
  go: string,
  args: readonly string[],
  module: string,
  environment: Variables,
): Promise<NoEngine | undefined> {
  const { code, stderr } = await run(go, ["build", ...args], {
    cwd: module,
    environment: {
      ...environment,
      ...goFolders(environment),
      GOFLAGS: "-mod=readonly",
      GOWORK: "off",
      CGO_ENABLED: "0",
    },
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  return code === 0
    ? undefined
    : { reason: `go build failed: ${stderr.trim().split("\n").slice(-3).join(" / ")}` };
}

/** Go keeps modules and compiled packages below HOME, and refuses to run where there's none. */
function goFolders(environment: Variables): Variables {
  if (environment["HOME"] || process.platform === "win32") return {};
  const cache = cacheFolder(environment);
  return {
    GOPATH: environment["GOPATH"] || join(cache, "go"),
    GOCACHE: environment["GOCACHE"] || join(cache, "go-build"),
  };
}
