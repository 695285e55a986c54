import { reportWaivers } from "../../provider/report/waivers";
import type { LoadedFleet } from "../../provider/fleet/load/check-entries";
import { resolveText } from "../support/fleet-text";

const NOW = { nowMs: Date.UTC(2026, 5, 1) };

function loaded(text: string): LoadedFleet {
  const { loaded: found } = resolveText(text, NOW);
  if (found === undefined) throw new Error("the fleet can be used");
  return found;
}

/** A fleet of two inboxes and a mapping, with waivers. */
function fleet({ file = "", defaults = "", a = "", vip = "" }): LoadedFleet {
  return loaded(`${file === "" ? "" : `ignore: { ${file} }`}
defaults: { ignore: { ${defaults} } }
inboxes:
  a: { emailAddress: A@example.com, ignore: { ${a} } }
  b: { emailAddress: b@example.com }
mappings:
  vip: { inboxes: [a], interactionPlan: P, ignore: { ${vip} } }`);
}

/** Findings as `id at line: text`. */
function found(after: LoadedFleet, before: LoadedFleet): readonly string[] {
  return reportWaivers(after, before).findings.map(({ id, place, text }) => `${id} ${place?.line}: ${text}`);
}

const TIED = "tied-priority: Both lead to the same people.";
const until = (day: string) => `tied-priority: { reason: Until the move., until: ${day} }`;
const NONE = fleet({});

test("the waivers of a fleet: for the file, for mailboxes and mappings, and once for all that take the defaults", () => {
  const all = fleet({
    file: TIED,
    defaults: "no-inboxes: x",
    a: "unmapped-address: y",
    vip: until("2026-12-31"),
  });
  expect(reportWaivers(all, undefined)).toEqual({
    waivers: [
      {
        id: "tied-priority",
        subject: { kind: "file", name: "inboxes.yaml" },
        reason: "Both lead to the same people.",
        until: null,
        isNew: null,
      },
      {
        id: "unmapped-address",
        subject: { kind: "mailbox", name: "A@example.com" },
        reason: "y",
        until: null,
        isNew: null,
      },
      {
        id: "no-inboxes",
        subject: { kind: "file", name: "inboxes.yaml" },
        reason: "x",
        until: null,
        isNew: null,
      },
      {
        id: "tied-priority",
        subject: { kind: "resource", name: "mapping vip" },
        reason: "Until the move.",
        until: "2026-12-31",
        isNew: null,
      },
    ],
    findings: [],
  });
});

test("one that has ended is none", () => {
  expect(reportWaivers(fleet({ vip: until("2026-05-31") }), undefined).waivers).toEqual([]);
  expect(reportWaivers(fleet({ vip: until("2026-06-01") }), undefined).waivers).toHaveLength(1);
});

describe("beside the fleet as it was", () => {
  test.each([
    {
      rule: "one that is new is told, at its place",
      before: NONE,
      after: fleet({ a: TIED }),
      expected: [
        "waiver-added 4: The rule tied-priority is switched off for A@example.com, without end: Both lead to the same people.",
      ],
    },
    {
      rule: "one for the file",
      before: NONE,
      after: fleet({ file: until("2026-12-31") }),
      expected: [
        "waiver-added 1: The rule tied-priority is switched off for the whole file, until 2026-12-31: Until the move.",
      ],
    },
    {
      rule: "one of the defaults is one, however many inboxes take it",
      before: NONE,
      after: fleet({ defaults: TIED }),
      expected: [
        "waiver-added 2: The rule tied-priority is switched off for the inboxes that take the defaults, without end: Both lead to the same people.",
      ],
    },
    {
      rule: "one that ends later is new",
      before: fleet({ vip: until("2026-07-01") }),
      after: fleet({ vip: until("2026-12-31") }),
      expected: [
        "waiver-added 7: The rule tied-priority stays switched off for mapping vip, until 2026-12-31, no longer until 2026-07-01: Until the move.",
      ],
    },
    {
      rule: "one that loses its end is new",
      before: fleet({ vip: until("2026-07-01") }),
      after: fleet({ vip: TIED }),
      expected: [
        expect.stringMatching(/^waiver-added 7: .* stays switched off .*, without end, no longer until /u),
      ],
    },
    {
      rule: "one that ends sooner isn't",
      before: fleet({ a: TIED }),
      after: fleet({ a: until("2026-07-01") }),
      expected: [],
    },
    {
      rule: "another reason isn't",
      before: fleet({ a: TIED }),
      after: fleet({ a: "tied-priority: Because." }),
      expected: [],
    },
    {
      rule: "an entry's isn't, where the file's was there",
      before: fleet({ file: TIED }),
      after: fleet({ file: TIED, a: TIED }),
      expected: [],
    },
    {
      rule: "one that has gone is told",
      before: fleet({ a: TIED, vip: TIED }),
      after: fleet({ a: TIED }),
      expected: ["waiver-removed 7: The rule tied-priority holds again for mapping vip."],
    },
    {
      rule: "one that the file's takes the place of hasn't gone",
      before: fleet({ file: TIED, a: TIED }),
      after: fleet({ file: TIED }),
      expected: [],
    },
    {
      rule: "one that has gone with its inbox isn't told",
      before: fleet({ a: TIED }),
      after: loaded("inboxes: { b: { emailAddress: b@example.com } }"),
      expected: [],
    },
    {
      rule: "the inbox may have another name by now",
      before: loaded(`inboxes: { old: { emailAddress: a@example.com, ignore: { ${TIED} } } }`),
      after: fleet({ a: TIED }),
      expected: [],
    },
  ])("$rule", ({ before, after, expected }) => {
    expect(found(after, before)).toEqual(expected);
  });

  test("a waiver says whether it is new", () => {
    const { waivers } = reportWaivers(fleet({ a: TIED, vip: TIED }), fleet({ a: TIED }));
    expect(waivers.map(({ isNew }) => isNew)).toEqual([false, true]);
  });

  test("the fingerprint is over rule, subject and end: not over the reason, nor the spelling of the mailbox", () => {
    const print = (text: string) => reportWaivers(fleet({ a: text }), NONE).findings[0]?.fingerprint;
    expect(print(TIED)).toBe(print("tied-priority: Because."));
    expect(print(TIED)).not.toBe(print(until("2026-12-31")));
    expect(print(TIED)).not.toBe(print("unmapped-address: Because."));
    const spelt = loaded(`inboxes: { x: { emailAddress: a@example.com, ignore: { ${TIED} } } }`);
    expect(reportWaivers(spelt, NONE).findings[0]?.fingerprint).toBe(print(TIED));
  });
});
