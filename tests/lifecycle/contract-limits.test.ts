import { profileOf } from "../support/contract-profiles";
import { useEngineDouble } from "../support/engine-double";
import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";

const PROFILE = profileOf(`kinds:
  emailAddress: { limits: { name: 20, description: 1000 } }
  emailSignature: { limits: { html: 30 } }
  interactionPlanMapping: { limits: { mappingName: 200, priority: 100 } }
`);
const engine = useEngineDouble({ profile: PROFILE });
const FILE = "by vcc-contract.yaml (sha256:0)";

const ROWS = [
  {
    kind: "EmailAddress",
    field: "name",
    fits: "x".repeat(20),
    beyond: "x".repeat(21),
    rule: "at most 20 characters",
  },
  {
    kind: "EmailAddress",
    field: "description",
    fits: "\u{1F4EC}".repeat(1000),
    beyond: "x".repeat(1001),
    rule: "at most 1000 characters",
  },
  {
    kind: "EmailProfile",
    field: "description",
    fits: "x".repeat(500),
    beyond: "x".repeat(501),
    rule: "text of at most 500 characters",
    isBuiltIn: true,
  },
  {
    kind: "EmailSignature",
    field: "html",
    fits: "ä".repeat(15),
    beyond: "ä".repeat(16),
    rule: "at most 30 bytes",
  },
  {
    kind: "InteractionPlanMapping",
    field: "name",
    fits: "x".repeat(200),
    beyond: "x".repeat(201),
    rule: "at most 200 characters",
  },
  { kind: "InteractionPlanMapping", field: "priority", fits: 100, beyond: 101, rule: "at most 100" },
] as const;

describe.each(ROWS)("$kind.$field", (row) => {
  const { kind, field, fits, beyond, rule } = row;
  const kindRow = KINDS.find((one) => one.kind === kind);
  const prepare = () => {
    const args = kindRow?.prepare(engine.simulator);
    return (value: unknown) => ({
      ...args,
      // The usual priority is beyond the limit of this account.
      ...(kind === "InteractionPlanMapping" && { priority: 50 }),
      [field]: value,
    });
  };

  test("up to the limit of the profile it is made, and VCC takes it", async () => {
    const resource = new ManagedResource(engine, kind, "one");
    const args = prepare()(fits);
    await resource.up(args);
    engine.newRun();
    await resource.refresh();
    expect(resource.preview(args)).toBe("same");
  });

  test("beyond it, it is refused before any call, with the file that says so", () => {
    const resource = new ManagedResource(engine, kind, "one");
    const args = prepare()(beyond);
    engine.calls();
    expect(() => resource.check(args)).toThrow(rule);
    if (!("isBuiltIn" in row)) expect(() => resource.check(args)).toThrow(FILE);
    expect(engine.calls()).toEqual([]);
  });
});

test("a default beyond the limit is told, as it would be sent", () => {
  const resource = new ManagedResource(engine, "InteractionPlanMapping", "one");
  const args = { interactionPlan: "Sales", addresses: ["care@example.com"], name: "Care" };
  expect(() => resource.check(args)).toThrow(`priority: at most 100 ${FILE}, got 5000`);
});

test("a generated name is as short as the profile wants it", () => {
  const resource = new ManagedResource(engine, "EmailAddress", "a-name-that-is-longer-than-that");
  const { name } = resource.check({ emailAddress: "care@example.com" });
  expect(name).toMatch(/^a-name-that-[0-9a-f]{8}$/u);
});
