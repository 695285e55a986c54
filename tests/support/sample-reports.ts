import { mailOutcomeOf, type RoutingChange } from "../../schema/report/outcome";
import type {
  ChangeReport,
  Finding,
  Mailbox,
  Route,
  Routing,
  RunStep,
} from "../../schema/report/change-report";

/** Reports made by hand, of which each form of a report has a golden file. */

const print = (number: number): string => number.toString(16).padStart(32, "0");

const sales: Route = { mapping: "sales", plan: "Sales", priority: 6000, testing: null, rank: 1 };
const support: Route = { mapping: "support", plan: "Support", priority: 5000, testing: null, rank: 2 };

const routed = (...routes: Route[]): Routing => ({
  isPulled: true,
  isSignedIn: null,
  routes,
  winner: routes[0]?.mapping ?? null,
  isCertain: true,
});
const unpulled: Routing = { isPulled: false, isSignedIn: null, routes: [], winner: null, isCertain: true };

const withOutcome = (routing: RoutingChange, formerMailbox?: string) => ({
  ...routing,
  outcome: mailOutcomeOf(routing, formerMailbox),
});

const stepOf = (action: RunStep["action"], kind: string, name: string): RunStep => ({
  resource: { kind, name },
  action,
});

const emptyReport: ChangeReport = {
  schema: "pulumi-vcc/report/v1",
  exitCode: 0,
  basis: {
    shape: "digest and events",
    refreshed: true,
    complete: true,
    mappings: "stack",
    project: "inboxes",
    stack: "prod",
    commit: "5d227ab",
    cannotTell: [],
  },
  verdict: { level: "none", text: "Nothing changes: all mail goes where it went." },
  changeSet: print(0),
  mailboxes: [],
  shared: [],
  drift: [],
  findings: [],
  waivers: [],
  others: [],
  omitted: { mailboxes: 0, shared: 0, drift: 0, findings: 0 },
};

const mailbox: Mailbox = {
  mailbox: "support@example.com",
  resource: "support",
  action: "update",
  changes: [],
  routing: withOutcome({ before: routed(sales), after: routed(sales), unrouted: [], diverted: [] }),
  findings: [],
};

const unroutedFinding: Finding = {
  id: "mail-unrouted",
  level: "error",
  subject: { kind: "mailbox", name: "support@example.com" },
  text: 'No mapping names support@example.com any more: its mail reaches nobody. Before, it reached plan "Sales".',
  place: { file: "inboxes.yaml", line: 12, column: 5 },
  fingerprint: print(1),
};

const unrouted: ChangeReport = {
  ...emptyReport,
  exitCode: 2,
  verdict: { level: "error", text: "Mail to support@example.com reaches nobody after this change." },
  findings: [
    unroutedFinding,
    {
      id: "address-created",
      level: "info",
      subject: { kind: "mailbox", name: "new@example.com" },
      text: "VCC begins to pull the mail of new@example.com.",
      fingerprint: print(2),
    },
  ],
  mailboxes: [
    {
      ...mailbox,
      mailbox: "new@example.com",
      resource: "new",
      action: "create",
      routing: withOutcome({ before: unpulled, after: routed(support), unrouted: [], diverted: [] }),
      changes: [
        {
          resource: { kind: "EmailAddress", name: "new" },
          property: "profileId",
          from: null,
          to: { knownAfterApply: ["EmailProfile care"] },
          fingerprint: print(3),
        },
      ],
      findings: [print(2)],
    },
    {
      ...mailbox,
      routing: withOutcome({
        before: routed(sales),
        after: routed(),
        diverted: [],
        unrouted: [],
      }),
      changes: [
        {
          resource: { kind: "InteractionPlanMapping", name: "sales" },
          property: "addresses",
          from: "support@example.com",
          to: null,
          fingerprint: print(4),
        },
        {
          resource: { kind: "EmailAddress", name: "support" },
          property: "dataSources.flow",
          from: "a",
          to: "b",
          fingerprint: print(5),
        },
      ],
      findings: [print(1)],
    },
  ],
  others: [
    { type: "aws:s3/bucket:Bucket", action: "create", count: 2 },
    { type: "random:index/randomId:RandomId", action: "update", count: 1 },
  ],
  waivers: [
    {
      id: "shadowed-mapping",
      subject: { kind: "resource", name: "support" },
      reason: "Both stay until the move is done.",
      until: "2026-12-31",
      isNew: true,
    },
  ],
};

const replaced: ChangeReport = {
  ...emptyReport,
  verdict: {
    level: "warning",
    text: "help@example.com replaces support@example.com; between two steps its mail reaches nobody.",
  },
  findings: [
    {
      id: "mailbox-replaced",
      level: "warning",
      subject: { kind: "mailbox", name: "help@example.com" },
      text: "help@example.com replaces support@example.com: mail to the old address is no longer pulled.",
      fingerprint: print(10),
    },
    {
      id: "mail-interrupted",
      level: "warning",
      subject: { kind: "mailbox", name: "help@example.com" },
      text: "Mail reaches nobody between two steps of the run.",
      fingerprint: print(11),
    },
  ],
  mailboxes: [
    {
      ...mailbox,
      mailbox: "help@example.com",
      formerMailbox: "support@example.com",
      action: "replace",
      routing: withOutcome(
        {
          before: routed(sales, support),
          after: routed({ ...support, rank: 1 }, { ...sales, priority: 4000, rank: 2 }),
          diverted: [],
          unrouted: [
            {
              after: stepOf("delete", "EmailAddress", "support"),
              until: stepOf("update", "InteractionPlanMapping", "support"),
              isCertain: true,
            },
          ],
        },
        "support@example.com",
      ),
      changes: [
        {
          resource: { kind: "EmailAddress", name: "support" },
          property: "emailAddress",
          from: "support@example.com",
          to: "help@example.com",
          fingerprint: print(12),
        },
        {
          resource: { kind: "EmailAddress", name: "support" },
          property: "credential.clientSecret",
          from: { secret: true },
          to: { secret: true },
          fingerprint: print(13),
        },
      ],
      findings: [print(10), print(11)],
    },
  ],
  shared: [
    {
      resource: { kind: "EmailProfile", name: "care" },
      action: "update",
      mailboxes: 12,
      changes: [
        {
          resource: { kind: "EmailProfile", name: "care" },
          property: "settings.autoReply",
          from: true,
          to: false,
          fingerprint: print(14),
        },
      ],
      findings: [],
    },
  ],
};

const drift: ChangeReport = {
  ...emptyReport,
  verdict: { level: "error", text: "Nothing is asked for; VCC isn't signed in to 31 mailboxes." },
  drift: [
    ...Array.from({ length: 31 }, (_one, index) => ({
      resource: { kind: "EmailAddress", name: `box${String(index)}` },
      mailbox: `box${String(index)}@example.com`,
      level: "error" as const,
      cause: "credential" as const,
      property: "status",
      from: "Active",
      to: "Expired",
      outcome: "kept" as const,
      fingerprint: print(100 + index),
    })),
    {
      resource: { kind: "EmailProfile", name: "care" },
      mailbox: null,
      level: "warning",
      cause: "edited",
      property: "description",
      from: "By the program",
      to: "By hand",
      outcome: "putBack",
      fingerprint: print(99),
    },
    {
      resource: { kind: "InteractionPlanMapping", name: "night" },
      mailbox: null,
      level: "error",
      cause: "deleted",
      property: null,
      from: null,
      to: null,
      outcome: "putBack",
      fingerprint: print(98),
    },
  ],
};

const failed: ChangeReport = {
  ...unrouted,
  exitCode: 2,
  basis: {
    ...emptyReport.basis,
    shape: "digest",
    refreshed: null,
    complete: false,
    project: null,
    cannotTell: ["A digest holds no results of policies. An event log of the same run does."],
  },
  verdict: { level: "cannotTell", text: "Nobody can tell what this change does: the preview failed." },
  findings: [
    ...unrouted.findings,
    {
      id: "cannot-tell",
      level: "warning",
      subject: { kind: "resource", name: "support" },
      text: "The old state of EmailAddress support is missing, so its changes aren't known.",
      fingerprint: print(20),
    },
  ],
};

const signature: ChangeReport = {
  ...emptyReport,
  verdict: {
    level: "info",
    text: "The signature of support@example.com changes; all mail goes where it went.",
  },
  findings: [
    {
      id: "signature-tracking-pixel",
      level: "warning",
      subject: { kind: "mailbox", name: "support@example.com" },
      text: "The signature of support@example.com gains an image that nobody sees: it tells who reads.",
      fingerprint: print(30),
    },
  ],
  mailboxes: [
    {
      ...mailbox,
      changes: [
        {
          resource: { kind: "EmailSignature", name: "support" },
          property: "html",
          from: "<p>Kind regards,<br>Your <b>support</b> team</p><p>Mon–Fri 9–17</p>",
          to: '<p>Kind regards,<br>Your <b>support</b> team</p><p>Mon–Sat 9–18</p><img src="https://track.example/x.gif" width="1" height="1">',
          fingerprint: print(31),
        },
      ],
      findings: [print(30)],
    },
  ],
};

/** The reports by what they show. */
export const SAMPLE_REPORTS = {
  unrouted,
  replaced,
  drift,
  nothing: emptyReport,
  failed,
  signature,
} as const satisfies Readonly<Record<string, ChangeReport>>;

/** A report of so many changed mailboxes, each fifth of which has something to decide. */
export function largeReport(mailboxes: number): ChangeReport {
  const names = Array.from({ length: mailboxes }, (_one, index) => `box${String(index)}@example.com`);
  const isDecided = (index: number): boolean => index % 5 === 0;
  return {
    ...emptyReport,
    verdict: { level: "warning", text: "The mail of many mailboxes is led to another plan." },
    findings: names.flatMap((name, index) =>
      isDecided(index)
        ? [
            {
              id: "plan-changed" as const,
              level: index % 50 === 0 ? ("error" as const) : ("warning" as const),
              subject: { kind: "mailbox" as const, name },
              text: `Mail to ${name} goes to plan "Support", before to plan "Sales".`,
              fingerprint: print(1_000_000 + index),
            },
          ]
        : [],
    ),
    mailboxes: names.map((name, index) => ({
      ...mailbox,
      mailbox: name,
      resource: `box${String(index)}`,
      routing: withOutcome({
        before: routed(sales),
        after: routed({ ...support, rank: 1 }),
        unrouted: [],
        diverted: [],
      }),
      changes: [
        {
          resource: { kind: "EmailSignature", name: `box${String(index)}` },
          property: "html",
          from: `<p>Team ${String(index)}</p>`.repeat(20),
          to: `<p>Team ${String(index)}</p>`.repeat(21),
          fingerprint: print(2_000_000 + index),
        },
      ],
      findings: isDecided(index) ? [print(1_000_000 + index)] : [],
    })),
  };
}
