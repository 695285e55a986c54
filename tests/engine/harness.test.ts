import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { EngineProcess } from "../support/engine/harness/engine-process";
import { commandOf, descendants, isRunning } from "../support/engine/harness/process-tree";
import type { TestStack } from "../support/engine/harness/test-stack";
import { takeUnreadFailures } from "../support/engine/harness/unread-failures";
import { createTestStack } from "../support/engine/harness/test-stack";

/** A provider that needs no network: the object is a file in the project's folder. */
const PROVIDER = `
const { existsSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const save = (inputs) => writeFileSync("note.json", JSON.stringify(inputs));
exports.handler = () => ({
  check: async (olds, news) => ({ inputs: { status: "Active", ...news } }),
  diff: async (id, olds, news) => ({ replaces: olds.paper === news.paper ? [] : ["paper"] }),
  create: async (inputs) => {
    if (inputs.text === "forbidden") throw new Error("text: can't be forbidden");
    save(inputs);
    // Time to kill it between the side effect and the reply.
    await new Promise((resolve) => setTimeout(resolve, inputs.slow ? 60_000 : 0));
    return { id: "note", outs: inputs };
  },
  read: async (id, props) => {
    if (!existsSync("note.json")) return {};
    const stored = JSON.parse(readFileSync("note.json", "utf8"));
    const { __provider, ...inputs } = stored;
    return { id, props: { ...props, ...stored }, inputs };
  },
  update: async (id, olds, news) => (save(news), { outs: news }),
  delete: async () => rmSync("note.json", { force: true }),
});`;

class Note extends pulumi.CustomResource {
  constructor(name: string, args: { text: pulumi.Input<string>; paper?: string; slow?: boolean }) {
    super("pulumi-nodejs:dynamic/vcc:Note", name, {
      ...args,
      __provider: 'exports.handler=()=>require("./provider.js").handler()',
    });
  }
}

const note =
  (text: string, more: { paper?: string; slow?: boolean } = {}) =>
  () => {
    new Note("memo", { text, ...more });
  };

let stack: TestStack;
const file = (): string => join(stack.folder, "note.json");

beforeEach(async () => {
  stack = await createTestStack({ files: { "provider.js": PROVIDER } });
});
afterEach(async () => stack.dispose());

test("a resource is created, left alone, changed and deleted", async () => {
  const created = await stack.up(note("a"));
  expect(created).toMatchObject({ exitCode: 0, error: undefined, lines: ["create Note memo"] });
  expect(stack.state().resources).toMatchObject([
    { name: "memo", id: "note", inputs: { text: "a", status: "Active" } },
  ]);

  const again = await stack.up(note("a"));
  expect(again).toMatchObject({ lines: ["same Note memo"], changes: [] });

  const preview = await stack.preview(note("b"));
  expect(preview.changes).toEqual(["update Note memo"]);
  expect(preview.steps[0]?.diff).toEqual({ text: { kind: "update", before: "a", after: "b" } });
  expect(stack.state().resources[0]?.inputs["text"]).toBe("a");

  expect((await stack.up(note("b"))).changes).toEqual(["update Note memo"]);
  expect((await stack.destroy()).changes).toEqual(["delete Note memo"]);
  expect(stack.state().resources).toEqual([]);
  expect(existsSync(file())).toBe(false);
});

test("a replacement is listed as what is done, in order", async () => {
  await stack.up(note("a", { paper: "thin" }));
  const replaced = await stack.up(note("a", { paper: "thick" }));
  expect(replaced.order).toEqual(["create-replacement Note memo", "delete-replaced Note memo"]);
  expect(replaced.steps[0]?.replaceKeys).toEqual(["paper"]);
});

describe("drift", () => {
  beforeEach(async () => {
    await stack.up(note("a"));
    writeFileSync(file(), JSON.stringify({ text: "a", status: "Expired" }));
  });

  test("is found by a refresh", async () => {
    const { changes, steps } = await stack.refresh();
    expect(changes).toEqual(["refresh-update Note memo"]);
    expect(steps[0]?.diff).toEqual({ status: { kind: "update", before: "Active", after: "Expired" } });
    expect((await stack.refresh()).lines).toEqual(["refresh-same Note memo"]);
  });

  test("is found and mended by a preview and an up with refresh", async () => {
    const lines = ["refresh-update Note memo", "update Note memo"];
    expect((await stack.preview(note("a"), { refresh: true })).lines).toEqual(lines);
    const mended = await stack.up(note("a"), { refresh: true });
    expect(mended.lines).toEqual(lines);
    expect(mended.steps.at(-1)?.diff).toEqual({
      status: { kind: "update", before: "Expired", after: "Active" },
    });
  });

  test("of an object that is gone is found by a refresh", async () => {
    writeFileSync(join(stack.folder, "provider.js"), PROVIDER.replace("!existsSync", "existsSync"));
    expect((await stack.refresh()).changes).toEqual(["refresh-delete Note memo"]);
  });
});

describe("what fails is told, not thrown", () => {
  test("a handler", async () => {
    const failed = await stack.up(note("forbidden"));
    expect(failed).toMatchObject({ error: "text: can't be forbidden", changes: ["create Note memo failed"] });
    expect(failed.exitCode).toBeGreaterThan(0);
  });

  test("a program", async () => {
    const failed = await stack.up(() => {
      throw new Error("no such file");
    });
    expect(failed.error).toContain("no such file");
  });

  test("and is the failure of a test that doesn't look at it", async () => {
    const failed = await stack.up(note("forbidden"));
    expect(failed.steps).toHaveLength(1);
    const unread = expect.stringMatching(/^pulumi up .*: text: can't be forbidden$/u) as string;
    expect(takeUnreadFailures()).toEqual([unread]);
    const looked = await stack.up(note("forbidden"));
    expect(looked.error).toContain("forbidden");
    expect(takeUnreadFailures()).toEqual([]);
  });

  test("an apply in a program", async () => {
    const failed = await stack.up(() => {
      pulumi.output("a").apply(() => {
        throw new Error("no such line");
      });
    });
    expect(failed.error).toContain("no such line");
  });

  test("a flag that the engine doesn't know", async () => {
    expect((await stack.up(note("a"), { flags: ["--no-such-flag"] })).error).toContain(
      "unknown flag: --no-such-flag",
    );
  });
});

describe("a killed up", () => {
  const saved = async (): Promise<void> => {
    while (!existsSync(file())) await sleep(20);
  };

  test("leaves a pending create and no process, and the next run can go on", async () => {
    let started: number[] = [];
    const killWhen = async ({ pid }: EngineProcess): Promise<void> => {
      await saved();
      if (pid !== undefined) started = [pid, ...descendants(pid)];
      expect(started.map(commandOf).join("\n")).toContain("dynamic-provider");
    };
    const killed = await stack.up(note("a", { slow: true }), { killWhen });
    expect(killed).toMatchObject({ exitCode: undefined, error: "killed", lines: ["create Note memo"] });
    expect(stack.state()).toMatchObject({ resources: [], pending: ["creating Note memo"] });
    // A process dies some time after its kill.
    while (started.some(isRunning)) await sleep(20);

    const next = await stack.up(note("a"));
    expect(next).toMatchObject({ error: undefined, changes: ["create Note memo"] });
    expect(next.notes[0]?.text).toContain("memo, interrupted while creating");
    await stack.refresh({ clearPendingCreates: true });
    expect(stack.state()).toMatchObject({ resources: [{ name: "memo" }], pending: [] });
  });

  test("leaves nothing where the engine stores its state only at the end", async () => {
    const env = { PULUMI_SKIP_CHECKPOINTS: "true" };
    await stack.up(note("a", { slow: true }), { killWhen: saved, env });
    expect(stack.state()).toMatchObject({ resources: [], pending: [] });
    expect((await stack.up(note("a"), { env })).changes).toEqual(["create Note memo"]);
  });
});

test("configuration reaches programs, secrets encrypted", async () => {
  const configured = await createTestStack({
    files: { "provider.js": PROVIDER },
    config: { "vcc:region": "emea" },
    secretConfig: { "test:word": "hush-hush" },
  });
  const config = (): pulumi.Config => new pulumi.Config("vcc");
  const result = await configured.up(() => {
    new Note("memo", {
      text: pulumi.interpolate`${config().require("region")} ${new pulumi.Config().requireSecret("word")}`,
    });
  });
  expect(result.error).toBeUndefined();
  expect(existsSync(join(configured.folder, "note.json"))).toBe(true);
  expect(configured.state().text).not.toContain("hush-hush");
  await configured.dispose();
});
