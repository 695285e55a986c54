import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAtLeast, pinnedEngineVersion } from "../../tools/engine/version";
import type { FakeMachine } from "../support/fake-machine";
import { createFakeMachine } from "../support/fake-machine";

let machine: FakeMachine;
beforeEach(() => {
  machine = createFakeMachine();
});

describe("installed engines", () => {
  test("a new enough pulumi on PATH is taken, and nothing is said", async () => {
    const command = machine.program("pulumi", "echo v3.216.0");
    await expect(machine.find()).resolves.toMatchObject({ command, version: "3.216.0", source: "path" });
    expect(machine.lines).toEqual([]);
  });

  test("PULUMI_VCC_ENGINE is taken before the one on PATH", async () => {
    machine.program("pulumi", "echo v3.250.0");
    const command = machine.program("../mine/pulumi", "echo v3.251.1");
    await expect(machine.find({ PULUMI_VCC_ENGINE: command })).resolves.toMatchObject({
      version: "3.251.1",
      source: "environment",
    });
  });

  test("PULUMI_VCC_ENGINE may name the folder", async () => {
    machine.program("../mine/pulumi", "echo v3.251.1");
    const engine = await machine.find({ PULUMI_VCC_ENGINE: join(machine.folder, "mine") });
    expect(engine.command).toBe(join(machine.folder, "mine", "pulumi"));
  });

  test.each([
    { rule: "that is not there", lines: undefined, message: /ENOENT/u },
    { rule: "that is too old", lines: ["echo v3.215.9"], message: /Pulumi 3\.215\.9; at least 3\.216\.0/u },
    { rule: "that is something else", lines: ["echo hello"], message: /names no version, but says: hello/u },
    { rule: "that fails", lines: ["echo broken >&2", "exit 3"], message: /does not run: broken/u },
  ])("PULUMI_VCC_ENGINE $rule is an error, not a reason to look further", async ({ lines, message }) => {
    machine.program("pulumi", "echo v3.250.0");
    if (lines !== undefined) machine.program("../mine/pulumi", ...lines);
    const named = join(machine.folder, "mine/pulumi");
    await expect(machine.find({ PULUMI_VCC_ENGINE: named })).rejects.toThrow(message);
  });

  test("an old pulumi on PATH is skipped, which is said", async () => {
    machine.program("pulumi", "echo v3.100.0");
    machine.go();
    await expect(machine.find()).resolves.toMatchObject({ source: "build" });
    expect(machine.lines[0]).toMatch(/^Skipped the Pulumi on PATH: .*\/pulumi is Pulumi 3\.100\.0/u);
  });
});

describe("an engine of our own", () => {
  test("is built where nothing is installed and nothing can be downloaded", async () => {
    machine.go();
    const engine = await machine.find();
    expect(engine).toMatchObject({ source: "build", version: "3.259.0" });
    expect(engine.command.startsWith(machine.cache)).toBe(true);
    expect(machine.builds()).toBe(2);
    const args = readFileSync(join(machine.folder, "builds"), "utf8");
    expect(args).toContain(`common/version.Version=${pinnedEngineVersion()} `);
  });

  test("is built once", async () => {
    machine.go();
    const first = await machine.find();
    await expect(machine.find()).resolves.toEqual(first);
    expect(machine.builds()).toBe(2);
  });

  test("is built once by two runs at the same time, of which the second says that it waits", async () => {
    machine.go();
    const [first, second] = await Promise.all([machine.find(), machine.find()]);
    expect(second).toEqual(first);
    expect(machine.builds()).toBe(2);
    expect(machine.lines.filter((line) => line.includes("waiting for it"))).toHaveLength(1);
  });

  test("is built again when the cached one no longer runs", async () => {
    machine.go();
    const { command } = await machine.find();
    writeFileSync(command, "");
    await machine.find();
    expect(machine.builds()).toBe(4);
  });

  test("is never the remains of a build that was killed", async () => {
    const remains = join(machine.cache, "partial-killed", "bin");
    mkdirSync(remains, { recursive: true });
    machine.go();
    await machine.find();
    expect(readdirSync(machine.cache).filter((name) => name.startsWith("partial-"))).toEqual([]);
    expect(machine.builds()).toBe(2);
  });

  test("leaves nothing behind when the build fails", async () => {
    machine.program("go", "echo 'no space left' >&2", "exit 1");
    await expect(machine.find()).rejects.toThrow("go build failed: no space left");
    expect(readdirSync(machine.cache)).toEqual([]);
  });
});

test("without any engine, the error names the three ways and why each gave none", async () => {
  await expect(machine.find()).rejects.toThrow(
    new RegExp(
      [
        "- install Pulumi 3\\.216\\.0 or later, or name it in PULUMI_VCC_ENGINE \\(none on PATH\\)",
        "- let Pulumi's installer be downloaded \\(127\\.0\\.0\\.1:9 can't be reached \\(.+\\)\\)",
        "- install Go, so that it can be built from source \\(no Go on PATH\\)",
      ].join("\n"),
      "u",
    ),
  );
});

describe("the engine's environment", () => {
  test("puts its folder first, and the npm package's plugin where the engine brings none", async () => {
    const command = machine.program("../mine/pulumi", "echo v3.251.1");
    const { environment } = await machine.find({ PULUMI_VCC_ENGINE: command });
    const [first, second] = environment["PATH"]?.split(":") ?? [];
    expect(first).toBe(join(machine.folder, "mine"));
    expect(second).toMatch(/@pulumi\/pulumi$/u);
  });

  test("leaves the npm package out where the engine brings its own plugin", async () => {
    const command = machine.program("../mine/pulumi", "echo v3.251.1");
    machine.program("../mine/pulumi-resource-pulumi-nodejs", "");
    const { environment } = await machine.find({ PULUMI_VCC_ENGINE: command });
    expect(environment["PATH"]).not.toContain("@pulumi/pulumi");
  });

  test("asks no network", async () => {
    machine.program("pulumi", "echo v3.251.1");
    await expect(machine.find()).resolves.toMatchObject({
      environment: { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
    });
  });
});

test.each([
  { version: "3.216.0", minimum: "3.216.0", expected: true },
  { version: "3.215.99", minimum: "3.216.0", expected: false },
  { version: "3.1000.0", minimum: "3.216.0", expected: true },
  { version: "4.0.0", minimum: "3.216.0", expected: true },
  { version: "2.999.0", minimum: "3.216.0", expected: false },
  { version: "3.216.0-dev.1", minimum: "3.216.0", expected: true },
])("$version is at least $minimum: $expected", ({ version, minimum, expected }) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});
