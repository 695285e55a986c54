import { titleOf } from "../../provider/report/nouns";
import type { Finding } from "../../schema/report/change-report";
import { InboxEntry } from "../../schema/fleet/inbox-entry";
import { type PartSchema, partOf } from "../../schema/fleet/parts";
import { FINDING_IDS, type FindingId, FINDINGS } from "../../schema/report/finding";
import { withPlaces } from "../../provider/report/places";
import { resolveText } from "../support/fleet-text";

const TEXT = `defaults:
  credential: { provider: google, method: serviceAccount, key: env:KEY }
inboxes:
  support:
    emailAddress: Support@example.com
    signature: { html: <p>Hi</p> }
    profile: { name: Care }
    mapping:
      interactionPlan: Customer support
      priority: 10
  sales:
    emailAddress: sales@example.com
  back: { emailAddress: back@example.com }
profiles:
  shared: { name: Shared }
mappings:
  vip:
    inboxes: [sales, support]
    interactionPlan: Sales
    priority: 5
    testing: { interactionPlan: New, fromAddresses: [x@example.com] }
`;
const { loaded } = resolveText(TEXT);
if (loaded === undefined) throw new Error("the fleet can be used");
const fleet = loaded;

function placeOf(
  id: FindingId,
  [kind, name]: readonly [Finding["subject"]["kind"], string],
  place?: Finding["place"],
) {
  const finding: Finding = {
    id,
    level: "info",
    text: "x",
    fingerprint: "0".repeat(32),
    subject: { kind, name },
    ...(place && { place }),
  };
  return withPlaces({ findings: [finding] }, fleet).findings[0]?.place;
}

const lines = TEXT.split("\n");
/** The text that begins at a place. */
function textAt(place: Finding["place"]): string | undefined {
  return place && lines[place.line - 1]?.slice(place.column - 1).replace(/[:,].*$/u, "");
}

const support = ["mailbox", "support@EXAMPLE.com"] as const;
const sales = ["mailbox", "sales@example.com"] as const;
const mapping = (name: string) => ["resource", titleOf({ kind: "InteractionPlanMapping", name })] as const;

test.each<{
  rule: string;
  id: FindingId;
  subject: readonly [Finding["subject"]["kind"], string];
  at: string | undefined;
}>([
  { rule: "a mailbox is its inbox", id: "address-created", subject: support, at: "support" },
  {
    rule: "another mailbox is the address",
    id: "mailbox-replaced",
    subject: support,
    at: "Support@example.com",
  },
  { rule: "another plan is the mapping's", id: "plan-changed", subject: support, at: "Customer support" },
  { rule: "a tie is its priority", id: "tied-priority", subject: support, at: "10" },
  { rule: "a shadowed mapping is the lower one", id: "shadowed-mapping", subject: support, at: "5" },
  { rule: "a plan of a shared mapping is that one's", id: "plan-changed", subject: sales, at: "Sales" },
  { rule: "a testing plan is a part of the mapping", id: "testing-changed", subject: sales, at: "testing" },
  {
    rule: "without a mapping, the inbox",
    id: "mail-unrouted",
    subject: ["mailbox", "back@example.com"],
    at: "back",
  },
  { rule: "a signature", id: "signature-script", subject: support, at: "signature" },
  {
    rule: "a credential stands among the defaults",
    id: "credential-changed",
    subject: support,
    at: "credential",
  },
  {
    rule: "a resource is its inbox",
    id: "protection-removed",
    subject: ["resource", "address sales"],
    at: "sales",
  },
  {
    rule: "its part, where it has one",
    id: "protection-removed",
    subject: ["resource", "signature support"],
    at: "signature",
  },
  {
    rule: "a profile of an inbox",
    id: "adopted",
    subject: ["resource", "profile support"],
    at: "profile",
  },
  { rule: "a shared profile", id: "adopted", subject: ["resource", "profile shared"], at: "shared" },
  { rule: "a mapping of an inbox", id: "tied-priority", subject: mapping("support"), at: "10" },
  { rule: "a shared mapping", id: "tied-priority", subject: mapping("vip"), at: "5" },
  {
    rule: "of a mapping, nothing but its own fields",
    id: "credential-changed",
    subject: mapping("vip"),
    at: "vip",
  },
  {
    rule: "none of what the file doesn't have",
    id: "address-deleted",
    subject: ["mailbox", "gone@example.com"],
    at: undefined,
  },
  {
    rule: "none of a resource of the program",
    id: "adopted",
    subject: mapping("support-vip"),
    at: undefined,
  },
  { rule: "none of another kind", id: "adopted", subject: ["resource", "Bucket support"], at: undefined },
  {
    rule: "none of a name that every object has",
    id: "adopted",
    subject: ["resource", "constructor toString"],
    at: undefined,
  },
  { rule: "none of the stack", id: "cannot-tell", subject: ["stack", "support"], at: undefined },
])("$rule ($id)", ({ id, subject, at }) => {
  expect(textAt(placeOf(id, subject))).toBe(at);
});

const OF_FIELDS = FINDING_IDS.flatMap((id) => {
  const { field } = FINDINGS[id];
  return field === undefined ? [] : [{ id, field }];
});

test.each(OF_FIELDS)("an inbox has the field that $id is about", ({ field }) => {
  expect(field.reduce<PartSchema>(partOf, InboxEntry)).toBeDefined();
});

test("a place that is known already stays", () => {
  const place = { file: "other.yaml", line: 7, column: 3 };
  expect(placeOf("plan-changed", support, place)).toBe(place);
});
