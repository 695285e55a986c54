import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inventedKey, withFolderSimulator } from "../../provider/cli/simulate/folder-simulator";
import { sendControl } from "../../provider/simulator/control/control-client";
import { newFolder } from "../support/folders";

let folder: string;
beforeEach(() => {
  folder = newFolder();
});

const renamePlan = async (url: string) =>
  sendControl(url, "rename-plan", { plan: "Sales", name: "Presales" });
const plansOf = async (url: string) => JSON.stringify(await sendControl(url, "state"));

test("the account outlives the process that serves it", async () => {
  await withFolderSimulator(folder, async ({ url }) => renamePlan(url));
  expect(await withFolderSimulator(folder, async ({ url }) => plansOf(url))).toContain("Presales");
});

test("who comes second works with the process that serves the account already", async () => {
  await withFolderSimulator(folder, async (first) => {
    expect(await withFolderSimulator(folder, async (second) => Promise.resolve(second))).toEqual(first);
    await renamePlan(first.url);
  });
});

test("what a killed process left behind stops nobody", async () => {
  mkdirSync(join(folder, ".simulator"));
  const left = JSON.stringify({ url: "http://127.0.0.1:1", environment: {} });
  writeFileSync(join(folder, ".simulator", "running.json"), left);
  expect(await withFolderSimulator(folder, async ({ url }) => plansOf(url))).toContain("Sales");
});

test("the key is made up once, so that no mailbox is signed in anew", () => {
  expect(inventedKey(folder)).toBe(inventedKey(folder));
});
