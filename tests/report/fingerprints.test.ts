import * as fc from "fast-check";
import { digestOfSet, fingerprint } from "../../provider/report/fingerprint";
import { digestOf, mappingOf, same, step } from "../support/digest-of";
import { fixture, reportOf, FIXTURE_NAMES } from "../support/report-of";

/** The same change in another stack: other ids of VCC's, other generated names, other salts. */
function inAnotherStack(digest: string): string {
  return digest
    .replaceAll("urn:pulumi:dev::", "urn:pulumi:prod::")
    .replaceAll("test-dev", "test-prod")
    .replace(/\b(adr|prf|map|sig)_0{8}/gu, "$1_9f3a77c1")
    .replace(/"(\w+)-0{6}(\d\d)"/gu, '"$1-a7b8c9$2"')
    .replace(/("credentialFingerprint": ?"[^"]*)"/gu, '$1ff"')
    .replace(/("updatedAt": ?"2026)-06-01/gu, "$1-06-02");
}

const COMPARED = FIXTURE_NAMES.filter(
  (scenario) => !/^(?:program-throws|check-fails|refresh-|provider-|import)/u.test(scenario),
);

test.each(COMPARED)("%s is the same change in another stack", (scenario) => {
  const digest = fixture(scenario, "digest.json");
  const other = inAnotherStack(digest);
  expect(other).not.toBe(digest);
  const withoutStack = (text: string) => {
    const { changes, drift } = printsOf(text);
    return [...changes, ...drift].sort();
  };
  expect(withoutStack(other)).toEqual(withoutStack(digest));
});

function printsOf(text: string) {
  const report = reportOf(text);
  return {
    changes: [...report.mailboxes, ...report.shared].flatMap((item) =>
      item.changes.map((one) => one.fingerprint),
    ),
    drift: report.drift.map((one) => one.fingerprint),
  };
}

test.each([
  { value: "another plan", scenario: "plan-change", from: '"Sales"', to: '"Sales abroad"' },
  { value: "another priority", scenario: "priority-raised", from: "7000", to: "7001" },
  {
    value: "another mailbox",
    scenario: "mailbox-create-first",
    from: "help@example.com",
    to: "helps@example.com",
  },
  { value: "another text", scenario: "signature-changed", from: "Logo", to: "Logo of ours" },
])("$value is another change", ({ scenario, from, to }) => {
  const digest = fixture(scenario, "digest.json");
  const other = digest.replaceAll(from, to);
  expect(other).not.toBe(digest);
  expect(reportOf(other).changeSet).not.toBe(reportOf(digest).changeSet);
});

describe.each(["plan-change", "unmap", "mapping-replaced", "mailbox-delete-first", "testing-added"])(
  "of %s",
  (scenario) => {
    const digest = fixture(scenario, "digest.json");
    const { changeSet } = reportOf(digest);

    test("another spelling of mailboxes is the same change", () => {
      const respelt = digest.replace(/"\w+@example\.com"/gu, (mailbox) => mailbox.toUpperCase());
      expect(respelt).not.toBe(digest);
      expect(reportOf(respelt).changeSet).toBe(changeSet);
    });

    test("another order in which the engine asks VCC is the same change", () => {
      const { steps, ...rest } = JSON.parse(digest) as { steps: { op: string }[] };
      const refreshes = steps.filter(({ op }) => op === "refresh");
      const turned = [...refreshes.toReversed(), ...steps.filter(({ op }) => op !== "refresh")];
      expect(turned).not.toEqual(steps);
      expect(reportOf(JSON.stringify({ ...rest, steps: turned })).changeSet).toBe(changeSet);
    });
  },
);

test("a reworded sentence keeps its fingerprint, as none is over sentences", () => {
  const report = reportOf(fixture("unmap", "digest.json"));
  const [finding] = report.findings;
  expect(finding?.fingerprint).toBe(
    fingerprint("finding", "mail-unrouted", "mailbox", "support@example.com", "Customer support"),
  );
});

test("equal sets have equal digests, whatever the order; another set has another one", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.string(), (texts, more) => {
      const prints = texts.map((text) => fingerprint(text));
      expect(digestOfSet([...prints].reverse())).toBe(digestOfSet(prints));
      expect(digestOfSet([...prints, ...prints])).toBe(digestOfSet(prints));
      fc.pre(!texts.includes(more));
      expect(digestOfSet([...prints, fingerprint(more)])).not.toBe(digestOfSet(prints));
    }),
  );
});

test("the same change of another mapping of a mailbox is another change", () => {
  const first = mappingOf("first", ["x@example.com"], "Sales");
  const [low, lower] = ["second", "third"].map((name) =>
    mappingOf(name, ["x@example.com"], "Care", { priority: 10 }),
  );
  const described = (name: string) =>
    mappingOf(name, ["x@example.com"], "Care", { priority: 10, description: "New" });
  if (low === undefined || lower === undefined) throw new Error("Two mappings");
  const one = reportOf(digestOf([same(first), step("update", low, described("second")), same(lower)]));
  const two = reportOf(digestOf([same(first), same(low), step("update", lower, described("third"))]));
  expect(one.changeSet).not.toBe(two.changeSet);
});
