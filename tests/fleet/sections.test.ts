import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { renderFleet } from "../../provider/fleet/render-fleet";
import { InboxFleet } from "../../provider/index";
import { ENTRY_SECTIONS, type EntrySection, FleetLayer } from "../../schema/fleet/fleet";
import { fleetJsonSchema } from "../../schema/fleet/json-schema";
import { resolveText } from "../support/fleet-text";
import { newFolder } from "../support/folders";
import { runMocked } from "../support/mocked-program";
import { REPOSITORY } from "../support/repository";

/** An entry of each section, with the variable `word` in it. */
const ENTRIES: Readonly<Record<EntrySection, object>> = {
  profiles: { name: "Care", description: "${word}" },
  inboxes: { emailAddress: "a@example.com", description: "${word}" },
  mappings: { addresses: ["b@example.com"], interactionPlan: "P", description: "${word}" },
};

describe.each(ENTRY_SECTIONS)("an entry of %s", (section) => {
  const file = {
    variables: { word: "x" },
    [section]: { one: ENTRIES[section] },
    environments: {
      dev: { variables: { word: "y" }, [section]: { other: ENTRIES[section] } },
      prod: { [section]: { one: null } },
    },
  };
  const text = JSON.stringify(file);
  const resolved = (word: string): object =>
    JSON.parse(JSON.stringify(ENTRIES[section]).replace("${word}", word)) as object;

  test("is in the fleet, with the values of its variables, as its environment has it", () => {
    const entries = (environment: string) => resolveText(text, { environment }).fleet[section];
    expect(entries("dev")).toEqual({ one: resolved("y"), other: resolved("y") });
    expect(entries("prod")).toEqual({});
  });

  test("is the same when the fleet is written and read again", () => {
    const { fleet } = resolveText(text, { environment: "dev" });
    expect(resolveText(renderFleet(fleet)).fleet).toEqual(fleet);
  });

  test("is one that editors know, with its properties", () => {
    const editor = z.fromJSONSchema(fleetJsonSchema());
    expect(editor.safeParse(file).success).toBe(true);
    const nonsense = { [section]: { one: { ...ENTRIES[section], nonsense: 1 } } };
    expect(editor.safeParse(nonsense).success).toBe(false);
  });

  test("becomes a resource of that name", async () => {
    const path = join(
      newFolder({ "inboxes.json": JSON.stringify({ ...file, environments: undefined }) }),
      "inboxes.json",
    );
    await runMocked(() => {
      const fleet = InboxFleet.fromFile(path, { environment: "dev" });
      expect(Object.keys(fleet[section])).toEqual(["one"]);
    });
  });
});

test("docs/fleet-file.md tells what each section holds", () => {
  const text = readFileSync(join(REPOSITORY, "docs/fleet-file.md"), "utf8");
  const [, sections = ""] = text.split(/^## Sections$/mu);
  const [table = ""] = sections.split(/^## /mu);
  const told = [...table.matchAll(/^\| `(\w+)` +\|/gmu)].map(([, section]) => section);
  expect(told.sort()).toEqual([...Object.keys(FleetLayer.shape), "environments"].sort());
});
