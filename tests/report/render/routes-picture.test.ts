import * as fc from "fast-check";
import { fleetFacts } from "../../../provider/cli/route/fleet-facts";
import { routedMailboxes } from "../../../provider/cli/route/routed-mailboxes";
import { drawRoutes } from "../../../provider/report/render/mermaid";
import type { Fleet } from "../../../schema/fleet/fleet";
import { fleets } from "../../support/arbitrary-fleet";
import { HOSTILE_TEXTS } from "../../support/printed-text";

const draw = (fleet: Fleet) => drawRoutes(routedMailboxes(fleetFacts(fleet, "inboxes.yaml", undefined)));

const LABEL = String.raw`"(?:[\p{L}\p{N} .…]|#\d+;)*"`;
const GRAMMAR = [
  /^flowchart LR$/u,
  new RegExp(String.raw`^ {2}(?:m\d+\[${LABEL}\]|r\d+\(${LABEL}\)|p\d+\(\[${LABEL}\]\))$`, "u"),
  new RegExp(String.raw`^ {2}[mr]\d+ (?:==>|-->|-\.->)(?:\|${LABEL}\|)? [rp]\d+$`, "u"),
];

test("mailboxes lead over mappings to plans; what gets nothing and what is tested is dotted", () => {
  const { lines, cut } = draw({
    inboxes: {
      a: {
        emailAddress: "a@example.com",
        mapping: {
          interactionPlan: "Sales",
          priority: 9,
          testing: { interactionPlan: "Trial", fromAddresses: ["qa@example.com"] },
        },
      },
      b: { emailAddress: "b@example.com" },
    },
    mappings: { low: { interactionPlan: "Sales", inboxes: ["a"], priority: 1 } },
  });
  expect(lines).toEqual([
    "flowchart LR",
    '  m0["a#64;example.com"]',
    '  r0("a")',
    '  p1(["plan #34;Sales#34;"])',
    "  r0 --> p1",
    '  p2(["plan #34;Trial#34;"])',
    '  r0 -.->|"mail of #34;qa#64;example.com#34;"| p2',
    '  m0 ==>|"priority 9"| r0',
    '  r3("low")',
    "  r3 --> p1",
    '  m0 -.->|"priority 1"| r3',
    '  m1["b#64;example.com"]',
    '  p4(["nobody"])',
    "  m1 --> p4",
  ]);
  expect(cut).toBeUndefined();
});

test("mappings that are tied may both take the mail", () => {
  const { lines } = draw({
    inboxes: { a: { emailAddress: "a@example.com", mapping: { interactionPlan: "A" } } },
    mappings: { b: { interactionPlan: "B", inboxes: ["a"] } },
  });
  expect(lines.filter((line) => line.includes("m0 -->"))).toHaveLength(2);
});

test("a picture has nothing but our nodes and arrows, whatever the names are", () => {
  fc.assert(
    fc.property(fleets, fc.constantFrom("]", '"', ...HOSTILE_TEXTS), (fleet, text) => {
      const hostile = { interactionPlan: text, addresses: ["a@example.com"] };
      const { lines } = draw({ ...fleet, mappings: { ...fleet.mappings, [text]: hostile } });
      expect(lines.filter((line) => !GRAMMAR.some((rule) => rule.test(line)))).toEqual([]);
    }),
  );
});

test("a picture is cut at whole mailboxes before Mermaid gives up on it", () => {
  const numbers = Array.from({ length: 1_000 }, (_none, index) => String(index));
  const mapping = { interactionPlan: '"'.repeat(100) };
  const inboxes = Object.fromEntries(
    numbers.map((number) => [number, { emailAddress: `${number}@example.com`, mapping }]),
  );
  const { lines, cut } = draw({ inboxes });
  const shown = lines.filter((line) => line.startsWith("  m") && line.endsWith('"]')).length;
  expect(shown).toBeGreaterThan(20);
  expect(lines.join("\n").length).toBeLessThan(50_000);
  expect(lines.filter((line) => line.includes(">")).length).toBeLessThan(500);
  expect(cut).toBe(`The picture shows ${String(shown)} of 1000 mailboxes: more don't fit.`);
});
