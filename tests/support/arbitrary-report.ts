import * as fc from "fast-check";
import {
  type ChangeReport,
  type Drift,
  type Finding,
  type Mailbox,
  type Routing,
  OUTCOMES,
} from "../../schema/report/change-report";
import { type ShownValue } from "../../schema/report/shown-value";
import { FINDING_IDS, LEVELS } from "../../schema/report/finding";

/** Texts that mean something to Markdown, HTML, Mermaid, a forge, a terminal or a CI system. */
export const HOSTILE_TEXTS = [
  ...["@everyone", "a @octocat b", "#1", "GH-1", "octo/cat#12", "!7", "$3", "~bug", "%v1", "&4", ":tada:"],
  ...["deadbeefcafe", "defaced", "1234567", "ABC-123", "/close", "/assign @me"],
  ...[
    "https://evil.example/x?y=1",
    "www.evil.example",
    "evil.example",
    "x@evil.example",
    "mailto:x@evil.example",
  ],
  ...[
    "[text](https://evil.example)",
    "![i](https://evil.example/p.png)",
    "[r]: https://evil.example",
    "[^1]",
    "<x@y.z>",
  ],
  ...[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</details></summary>",
    "<!-- x",
    "-->",
    "<b>",
    "]]>",
  ],
  ...[
    "`",
    "``",
    "```",
    "~~~",
    "`a` ``b``",
    "\\`",
    "\\",
    "*a*",
    "__a__",
    "~~a~~",
    "| a | b |",
    "|---|",
    "\\|",
    "&lt;",
    "&#64;x",
  ],
  ...[
    "# h",
    "===",
    "---",
    "- [ ] task",
    "- x",
    "+ x",
    "* x",
    "1. x",
    "1)",
    "> quote",
    "    code",
    "$$x$$",
    "$`x`$",
  ],
  ...["a\n\n# b", "a\n===", "a\r\nb", "\n\n</details>\n", "\t", " ", "", "  a  b  "],
  ...[
    'x"]:::y',
    'a"] --> b["c',
    "%%{init: {}}%%",
    "end",
    "click a href",
    "#quot;",
    "graph TD;a-->b",
    "subgraph",
  ],
  ...[
    "\u001b[31mred\u001b[0m",
    "\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007",
    "\u0000",
    "\u0007",
    "\u009b31m",
    "\u007f",
  ],
  ...[
    "\u202egnp.exe",
    "\u2066x",
    "\u200b",
    "a\u00adb",
    "\u2028",
    "\u2029",
    "\ud800",
    "\udc00x",
    "\ufeff",
    "\u{e0041}",
  ],
  ...[
    "::error::x",
    "  ::set-output name=a::b",
    "::add-mask::a",
    "##[error]x",
    "##vso[task.complete]",
    "a ##[group]b",
  ],
  ...[
    'Sales" → "Evil',
    "none",
    "[secret]",
    "known after apply",
    "a, b; c (deleted)",
    "%0A",
    "%2E%2E/",
    "a,b=c:d",
  ],
  ...[
    "constructor",
    "__proto__",
    "pulumi-vcc report a/b -->",
    "<!-- pulumi-vcc report a/b -->",
    "Ünïcödé 漢字 👩‍👩‍👧",
  ],
] as const;

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  fc.array(fc.constantFrom(...HOSTILE_TEXTS), { minLength: 2, maxLength: 4 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...HOSTILE_TEXTS), { minLength: 2, maxLength: 4 }).map((parts) => parts.join(" ")),
  fc.string({ maxLength: 30, unit: "binary" }),
);

/** Text of somebody who wants more than to be read. */
export const hostileText: fc.Arbitrary<string> = text;

const fingerprint = fc
  .bigInt({ min: 0n, max: 2n ** 128n - 1n })
  .map((bits) => bits.toString(16).padStart(32, "0"));
const small = fc.integer({ min: 0, max: 50 });
const resource = fc.record({
  kind: fc.oneof(fc.constantFrom("EmailAddress", "EmailSignature"), text),
  name: text,
});

const value: fc.Arbitrary<ShownValue> = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constant({ secret: true as const }),
  fc.constant({ generated: true as const }),
  fc.constant({ takenOver: true as const }),
  fc.record({ knownAfterApply: fc.array(text, { maxLength: 7 }) }),
  fc.record({ empty: fc.constantFrom("list" as const, "map" as const) }),
);

const change = fc.record({
  resource,
  property: fc.oneof(fc.constantFrom("html", "priority", "dataSources.flow", "interactionPlan"), text),
  from: value,
  to: value,
  fingerprint,
});
const changes = fc.array(change, { maxLength: 5 });

const route = fc.record({
  mapping: text,
  plan: value,
  priority: value,
  testing: fc.option(fc.record({ plan: value, senders: fc.array(value, { maxLength: 3 }) })),
  rank: fc.integer({ min: 1, max: 5 }),
});
const routing: fc.Arbitrary<Routing> = fc
  .record({
    isPulled: fc.constantFrom(true, false, null),
    isSignedIn: fc.constantFrom(true, false, null),
    routes: fc.array(route, { maxLength: 4 }),
    hasWinner: fc.boolean(),
    isCertain: fc.boolean(),
  })
  .map(({ hasWinner, ...rest }) => ({
    ...rest,
    winner: hasWinner ? (rest.routes[0]?.mapping ?? null) : null,
  }));

const action = fc.constantFrom(
  ...(["create", "update", "replace", "delete", "adopt", "import", "leave", "none"] as const),
);

const finding: fc.Arbitrary<Finding> = fc.record(
  {
    id: fc.constantFrom(...FINDING_IDS),
    level: fc.constantFrom(...LEVELS),
    subject: fc.record({ kind: fc.constantFrom("mailbox", "resource", "file", "stack"), name: text }),
    text,
    place: fc.record({
      file: text,
      line: fc.integer({ min: 1, max: 9999 }),
      column: fc.integer({ min: 1, max: 200 }),
    }),
    fingerprint,
  },
  { requiredKeys: ["id", "level", "subject", "text", "fingerprint"] },
);

const drift: fc.Arbitrary<Drift> = fc.record({
  resource,
  mailbox: fc.option(text),
  level: fc.constantFrom(...LEVELS),
  cause: fc.constantFrom("edited", "deleted", "credential"),
  property: fc.option(text),
  from: value,
  to: value,
  outcome: fc.constantFrom("putBack", "kept", "adopted", null),
  fingerprint,
});

const runStep = fc.record({ resource, action: fc.constantFrom("create", "update", "delete") });

/** Mailboxes and shared objects whose findings are some of the report's. */
function withFindings(findings: readonly Finding[]) {
  const prints = fc.subarray(findings.map((one) => one.fingerprint));
  const mailbox: fc.Arbitrary<Mailbox> = fc.record(
    {
      mailbox: text,
      formerMailbox: text,
      resource: fc.option(text),
      action,
      changes,
      routing: fc.record({
        before: routing,
        after: routing,
        unrouted: fc.array(fc.record({ after: runStep, until: runStep, isCertain: fc.boolean() }), {
          maxLength: 2,
        }),
        diverted: fc.array(
          fc.record({ after: runStep, until: runStep, isCertain: fc.boolean(), plan: value }),
          { maxLength: 2 },
        ),
        outcome: fc.constantFrom(...OUTCOMES),
      }),
      findings: prints,
    },
    { requiredKeys: ["mailbox", "resource", "action", "changes", "routing", "findings"] },
  );
  return fc.record({
    mailboxes: fc.array(mailbox, { maxLength: 5 }),
    shared: fc.array(
      fc.record({ resource, action, mailboxes: fc.option(small), changes, findings: prints }),
      {
        maxLength: 3,
      },
    ),
  });
}

const basis = fc.record(
  {
    shape: fc.constantFrom("digest", "events", "digest and events"),
    refreshed: fc.constantFrom(true, false, null),
    complete: fc.boolean(),
    mappings: fc.constantFrom("stack", "account"),
    project: fc.option(text),
    stack: fc.option(text),
    commit: text,
    cannotTell: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: ["shape", "refreshed", "complete", "mappings", "project", "stack", "cannotTell"] },
);

const rest = {
  schema: fc.constant("pulumi-vcc/report/v1" as const),
  exitCode: fc.constantFrom(0, 2, 5),
  basis,
  verdict: fc.record({ level: fc.constantFrom(...LEVELS, "none" as const, "cannotTell" as const), text }),
  changeSet: fingerprint,
  drift: fc.array(drift, { maxLength: 6 }),
  waivers: fc.array(
    fc.record({
      id: text,
      subject: fc.record({ kind: fc.constantFrom("mailbox", "resource", "file", "stack"), name: text }),
      reason: text,
      until: fc.option(text),
      isNew: fc.constantFrom(true, false, null),
    }),
    { maxLength: 3 },
  ),
  others: fc.array(fc.record({ type: text, action: text, count: small }), { maxLength: 12 }),
  omitted: fc.record({ mailboxes: small, shared: small, drift: small, findings: small }),
};

/** A report whose every text is somebody's attempt to break out of it. */
export const arbitraryReport: fc.Arbitrary<ChangeReport> = fc
  .array(finding, { maxLength: 6 })
  .chain((findings) =>
    fc
      .record({ ...rest, findings: fc.constant(findings), items: withFindings(findings) })
      .map(({ items, ...report }) => ({
        ...report,
        ...items,
      })),
  );
