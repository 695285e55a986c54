import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FIXTURES_FOLDER } from "../support/fixtures-folder";
import { makeFixture } from "../support/report-fixtures/make-fixture";
import { SCENARIOS } from "../support/report-fixtures/scenarios";

/** One with drift, dependencies and an update; one whose preview fails. */
const MADE_ANEW = ["drift-and-change", "program-throws"];

/** Paths of a value's keys with the types there, such as `steps[].oldState.id: string`. */
function shapeOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => shapeOf(item, `${path}[]`));
  if (typeof value !== "object" || value === null)
    return [`${path}: ${value === null ? "null" : typeof value}`];
  return Object.entries(value).flatMap(([key, item]) => shapeOf(item, path === "" ? key : `${path}.${key}`));
}

interface Digest {
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
}

const sorted = (lines: readonly string[]) => [...new Set(lines)].sort();

const read = (name: string, file: string) => readFileSync(join(FIXTURES_FOLDER, name, file), "utf8");

/** Commands and exit codes, of whatever version of the engine. */
const runs = (text: string): object => ({ ...(JSON.parse(text) as object), engine: undefined });

/** Steps of a digest, and the keys that it has. */
const told = (text: string) => {
  const digest = JSON.parse(text) as Digest;
  return { steps: digest.steps.map(({ op, urn }) => `${op} ${urn}`).sort(), shape: sorted(shapeOf(digest)) };
};

/** Keys that events have, by sort of event. */
const logged = (text: string) => {
  const events = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as object);
  return sorted(events.flatMap((event) => shapeOf(event)));
};

test("every scenario has a fixture, and every fixture a scenario", () => {
  expect(readdirSync(FIXTURES_FOLDER).sort()).toEqual(SCENARIOS.map(({ name }) => name).sort());
});

test.each(MADE_ANEW)("the engine still prints what the fixture %s has", async (name) => {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`No scenario ${name}`);
  const made = await makeFixture(scenario);
  expect(Object.keys(made).sort()).toEqual(readdirSync(join(FIXTURES_FOLDER, name)).sort());
  expect(runs(made["run.json"] ?? "")).toEqual(runs(read(name, "run.json")));
  for (const file of ["digest.json", "plain.json"])
    expect(told(made[file] ?? "")).toEqual(told(read(name, file)));
  expect(logged(made["events.ndjson"] ?? "")).toEqual(logged(read(name, "events.ndjson")));
});
