import { rmSync } from "node:fs";
import { runExport } from "../export/exporting";
import { importEntries } from "../export/import-entries";
import type { Fault } from "../../provider/simulator/http/faults";
import { KINDS, MAILBOX, SERVICE_ACCOUNT } from "./kinds";
import { Managed } from "./managed";
import { openStage, type Stage } from "./stage";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

const profiles = () => stage.simulator.state().profiles;

test.each([
  { how: "by id", adopt: () => profiles()[0]?.id },
  { how: "by its name", adopt: () => true },
])("of two resources that adopt one object $how side by side, one fails", async ({ adopt }) => {
  stage.simulator.create("profile", { name: "Care", description: "" });
  const lifecycle = stage.lifecycle("EmailProfile");
  const ours = (description: string) =>
    lifecycle.create({ name: "Care", description, settings: {}, adopt: adopt() });
  const [first, second] = await Promise.allSettled([ours("One"), ours("Two")]);
  expect(first).toMatchObject({ status: "fulfilled" });
  expect(second).toMatchObject({
    status: "rejected",
    reason: { message: expect.stringContaining("which another of its resources has") },
  });
  expect(stage.writes()).toEqual(['PATCH profile {"description":"One"}']);
});

test.each<{ readonly how: string; readonly fault: Fault }>([
  { how: "VCC answers otherwise than it was asked", fault: { alters: { description: "Theirs" } } },
  { how: "VCC refuses the change", fault: { status: 400 } },
])("where $how, what a new resource takes over isn't deleted with the old one", async ({ fault }) => {
  const old = new Managed(stage, "EmailProfile", "old");
  await old.up({ name: "Care" });
  stage.newRun();
  stage.simulator.addFault({ method: "PATCH", path: "/profiles", ...fault });
  const taking = new Managed(stage, "EmailProfile", "new");
  await expect(taking.up({ name: "Care", description: "Ours", adopt: true })).rejects.toThrow();
  // As the engine does with --continue-on-error.
  await old.destroy();
  expect(profiles()).toHaveLength(1);
});

test.each(KINDS)("a run with --target adopts no $kind, but keeps what was adopted", async (row) => {
  const args = row.prepare(stage.simulator);
  const old = new Managed(stage, row.kind, "old");
  await old.up(args);
  stage.newRun({}, { hasTarget: true });
  for (const adopt of [true, old.id]) {
    const adopting = new Managed(stage, row.kind, "new");
    expect(() => adopting.preview({ ...args, adopt })).toThrow(
      "adopt: in a run of the whole program, got one with --target or --exclude",
    );
    expect(old.preview({ ...args, adopt })).toBe("same");
  }
});

describe("a name that another stack generated", () => {
  const inbox = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT };

  test.each([
    { name: "support-0123abcd", becomes: /^support-(?!0123abcd)[0-9a-f]{8}$/u },
    { name: "Support desk", becomes: /^Support desk$/u },
    { name: "support-2024", becomes: /^support-2024$/u },
  ])("isn't kept by whoever adopts the object: $name", async ({ name, becomes }) => {
    stage.simulator.create("address", { emailAddress: MAILBOX, name });
    const address = new Managed(stage, "EmailAddress");
    await address.up({ ...inbox, adopt: true });
    expect(stage.simulator.state().addresses[0]?.name).toMatch(becomes);
    // It may be that other one's still.
    const isTold = stage.said.some((line) => line.includes("names that another stack generated"));
    expect(isTold).toBe(name === "support-0123abcd");
    stage.newRun();
    expect(address.preview(inbox)).toBe("same");
  });
});

test("what was imported twice, at two places of a program, is deleted with the last of them alone", async () => {
  stage.simulator.create("profile", { name: "Care", description: "" });
  const imported = await Promise.all(
    ["typescript", "fleet"].map(async (format) => {
      const { folder, files } = await runExport(stage.simulator, ["--format", format]);
      rmSync(folder, { recursive: true });
      const again = await runExport(stage.simulator, ["--format", format]);
      rmSync(again.folder, { recursive: true });
      expect(again.files["import.json"]).toBe(files["import.json"]);
      const profile = importEntries({ files: new Map(Object.entries(files)) }).find(
        ({ kind }) => kind === "EmailProfile",
      );
      return Object.assign(new Managed(stage, "EmailProfile", profile?.name), {
        id: profile?.id,
        state: profile?.outputs,
        inputs: profile?.inputs,
      });
    }),
  );
  const [old, present] = imported;
  stage.newRun();
  expect(present?.preview({ name: "Care" })).toBe("same");
  await old?.destroy();
  expect(profiles()).toHaveLength(1);
  stage.newRun();
  await present?.destroy();
  expect(profiles()).toEqual([]);
});
