import { join } from "node:path";
import { fleetSources } from "../../provider/cli/options";
import { reportFleet } from "../../provider/cli/report/fleet";
import { relativePath } from "../../provider/files/relative-path";
import { openFleet } from "../../provider/fleet/open-fleet";
import { validateFleets } from "../../provider/fleet/validate-fleet";
import { fleetFindings } from "../../provider/report/fleet-findings";
import { digestOf, addressOf, same, step } from "../support/digest-of";
import { resolveText } from "../support/fleet-text";
import { FIXTURES_FOLDER } from "../support/fixtures-folder";
import { fixture, reportOf } from "../support/report-of";

const FILE = join(FIXTURES_FOLDER, "fleet", "inboxes.yaml");

/** Findings that `validate` tells. */
function validated(file: string) {
  const source = openFleet(file);
  const sourcesOf = (environment: string | undefined) => fleetSources(source.folder, environment, {});
  return fleetFindings(validateFleets([{ source, environments: [undefined], sourcesOf }]), relativePath);
}

const unmapped = (report: ReturnType<typeof reportOf>) =>
  report.findings.filter(({ id }) => id === "unmapped-address");

test.each(["digest.json", "events.ndjson"] as const)(
  "a finding of the fleet's check is the same in validate and in a report of %s with the file",
  (shape) => {
    const report = reportOf(fixture("fleet", shape), { fleet: reportFleet({ fleet: FILE }, "dev") });
    expect(unmapped(report)).toEqual(validated(FILE).filter(({ id }) => id === "unmapped-address"));
    expect(unmapped(report)).toHaveLength(1);
    expect(report.basis.cannotTell.join()).not.toContain("its text alone");
  },
);

test("without the file, the finding is told once, at its place, and the report says what its text lacks", () => {
  const report = reportOf(fixture("fleet", "digest.json"));
  expect(unmapped(report)).toEqual([
    expect.objectContaining({
      subject: { kind: "file", name: "inboxes.yaml" },
      place: { file: "inboxes.yaml", line: 6, column: 3 },
    }),
  ]);
  expect(unmapped(report)[0]?.fingerprint).not.toBe(validated(FILE)[0]?.fingerprint);
  expect(report.basis.cannotTell.join()).toContain("its text alone");
});

/** A digest in which the program's check of its fleet says something, and a new address that no mapping names. */
function digestWith(sentence: string): string {
  const created = step("create", undefined, addressOf("help", "help@example.com"));
  const digest = JSON.parse(digestOf([created, same(addressOf("other", "other@example.com"))])) as object;
  const message = `warning: inboxes.yaml:6:3 warning inboxes.help.mapping: ${sentence} [unmapped-address]\n`;
  return JSON.stringify({ ...digest, diagnostics: [{ severity: "warning", message }] });
}

test.each([
  { sentence: "a mapping for help@example.com, got none.", told: 1 },
  { sentence: "a mapping for Help@Example.com.", told: 1 },
  { sentence: "a mapping for (self-help@example.com), got none.", told: 2 },
  { sentence: "a mapping for help@example.com.au, got none.", told: 2 },
])("what is told of another mailbox is no repetition: $sentence", ({ sentence, told }) => {
  expect(unmapped(reportOf(digestWith(sentence)))).toHaveLength(told);
});

const tied = (given: string) => `inboxes:
  help: { emailAddress: help@example.com, mapping: { interactionPlan: A } }
mappings:
  ${given}: { interactionPlan: B, inboxes: [help] }
`;

/** Fingerprints of a text as a fleet file, checked from a folder. */
function printsOf(text: string, folder: string): string[] {
  const { problems } = resolveText(text);
  const file = `${folder}inboxes.yaml`;
  const report = {
    file,
    isValid: true,
    inboxes: {},
    ignored: [],
    problems: problems.map((one) => ({ ...one, environments: [] })),
  };
  return fleetFindings([report], () => file).map(({ fingerprint }) => fingerprint);
}

test("fingerprints of a fleet's check don't depend on the folder, nor on sentences, but on what they are about", () => {
  const prints = printsOf(tied("first"), "");
  expect(prints.length).toBeGreaterThan(0);
  expect(printsOf(tied("first"), "infra/prod/")).toEqual(prints);
  for (const other of [
    tied("second"),
    tied("first").replace("help@", "support@"),
    tied("first").replace("A }", "A, priority: 3000 }"),
  ])
    expect(printsOf(other, "")).not.toEqual(prints);
});
