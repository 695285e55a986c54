import { addressOf, deleteFirst, digestOf, mappingOf, same, step } from "../support/digest-of";
import { reportOf } from "../support/report-of";

const SUPPORT = "support@example.com";
const SALES = "sales@example.com";
const mapping = mappingOf("support", [SUPPORT], "Care");
const credential = { credential: { method: "serviceAccount", key: "env:KEY" } };

/** An address with VCC's word for its sign-in. */
function signedIn(status: string, given: Readonly<Record<string, unknown>> = {}) {
  return { ...addressOf("support", SUPPORT, given), outputs: { status } };
}

/** A step that signs in again, as the engine shows it. */
function mended(given = credential) {
  return {
    ...step("update", signedIn("Expired", given), signedIn("Active", given)),
    diffReasons: ["status"],
  };
}

test.each([
  {
    rule: "a person has to sign in",
    steps: [same(signedIn("Expired"))],
    receives: [false, false],
    outcome: "notPulled",
  },
  {
    rule: "nobody has signed in yet",
    steps: [same(signedIn("Pending"))],
    receives: [false, false],
    outcome: "notPulled",
  },
  { rule: "the run signs in again", steps: [mended()], receives: [false, true], outcome: "starts" },
  {
    rule: "the run changes something else",
    steps: [step("update", signedIn("Expired"), signedIn("Expired", { description: "new" }))],
    receives: [false, false],
    outcome: "notPulled",
  },
  {
    rule: "VCC's word is one that nobody knows",
    steps: [step("update", signedIn("Odd"), signedIn("Odd", { description: "new" }))],
    receives: [null, null],
    outcome: "stays",
  },
])("where $rule, mail is $outcome", ({ steps, receives, outcome }) => {
  const [mailbox] = reportOf(digestOf([...steps, same(mapping)]), { question: "drift" }).mailboxes;
  const { before, after, ...routing } = mailbox?.routing ?? {};
  expect([before?.isSignedIn, after?.isSignedIn]).toEqual(receives);
  expect(routing).toMatchObject({ outcome });
});

test.each([
  {
    rule: "a mailbox that the change doesn't touch",
    steps: [same(signedIn("Expired"))],
    change: "info",
  },
  {
    rule: "a mailbox that the change touches",
    steps: [step("update", signedIn("Expired"), signedIn("Expired", { description: "new" }))],
    change: "warning",
  },
  {
    rule: "one whose credential the change takes away",
    steps: [step("update", signedIn("Expired", credential), signedIn("Expired"))],
    change: "error",
  },
])("the ended sign-in of $rule is rated $change in a change, and an error in drift", ({ steps, change }) => {
  const levelIn = (question: "change" | "drift") =>
    reportOf(digestOf([...steps, same(mapping)]), { question }).findings.find(
      ({ id }) => id === "credential-expired",
    )?.level;
  expect([levelIn("change"), levelIn("drift")]).toEqual([change, "error"]);
});

test.each([
  {
    rule: "the mailbox alone",
    others: [],
    to: [SUPPORT],
    verdict: `Mail to ${SUPPORT} goes to plan "Sales" (once VCC is signed in), no longer to plan "Care".`,
  },
  {
    rule: "one of two",
    others: [same(addressOf("sales", SALES))],
    to: [SUPPORT, SALES],
    verdict: `Mail to 2 mailboxes goes to plan "Sales" (that of 1 once VCC is signed in), no longer to plan "Care".`,
  },
])("mail that VCC doesn't pull isn't said to reach another plan: $rule", ({ others, to, verdict }) => {
  const replan = step("update", mappingOf("support", to, "Care"), mappingOf("support", to, "Sales"));
  const told = reportOf(digestOf([same(signedIn("Expired")), ...others, replan]));
  expect(told.verdict.text).toBe(verdict);
  expect(told.findings).toContainEqual(
    expect.objectContaining({
      id: "plan-changed",
      text: `Mail to ${SUPPORT} is led to "Sales", no longer to "Care", but VCC isn't signed in to the mailbox: nothing arrives until somebody signs in.`,
    }),
  );
});

test("mail that VCC pulls neither before a run nor after it isn't said to stop for a while", () => {
  const replaced = deleteFirst(mapping, mappingOf("support", [SUPPORT], "Care", { name: "other" }));
  const idsWhile = (status: string) =>
    reportOf(digestOf([same(signedIn(status)), ...replaced])).findings.map(({ id }) => id);
  expect(idsWhile("Active")).toContain("mail-interrupted");
  expect(idsWhile("Expired")).not.toContain("mail-interrupted");
  expect(idsWhile("Expired")).toContain("credential-expired");
});

const signedOut = signedIn("Expired", credential);
const again = addressOf("support", SUPPORT, credential);

test.each([
  {
    rule: "an address that is replaced",
    steps: deleteFirst(signedOut, again),
    who: SUPPORT,
    because: "this run makes another object, whose sign-in nobody has seen yet",
  },
  {
    rule: "one that another mailbox takes the place of",
    steps: deleteFirst(signedOut, addressOf("support", SALES, credential)),
    who: SUPPORT,
    because: `its address is replaced by one of ${SALES}`,
  },
  {
    rule: "one that is deleted",
    steps: [step("delete", signedOut)],
    who: SUPPORT,
    because: "its address is deleted",
  },
  {
    rule: "one that leaves the program alone",
    steps: [step("delete", { ...signedOut, retainOnDelete: true })],
    who: SUPPORT,
    because: "nothing in this run signs in again",
  },
])("the sign-in that has ended by now is told of $rule", ({ steps, who, because }) => {
  const told = reportOf(digestOf([...steps, same(mapping)]), { question: "drift" });
  expect(told.findings).toContainEqual(
    expect.objectContaining({
      id: "credential-expired",
      level: "error",
      subject: { kind: "mailbox", name: who },
      text: `VCC isn't signed in to ${who}, so its mail reaches nobody: ${because}. It was so before this change.`,
    }),
  );
  expect(told.verdict).toMatchObject({
    level: "error",
    text: expect.stringContaining(
      `Not as the program says: mail to ${who} reaches nobody, as VCC isn't signed in.`,
    ) as unknown,
  });
});

test("a mailbox that leaves the program alone isn't said to reach anybody", () => {
  const left = step("delete", { ...signedOut, retainOnDelete: true });
  const [mailbox] = reportOf(digestOf([left, same(mapping)])).mailboxes;
  expect(mailbox?.routing).toMatchObject({ outcome: "notPulled", after: { isSignedIn: false } });
});

test.each([
  { word: "Suspended", told: '"Suspended", which this release doesn\'t know' },
  { word: "", told: "none" },
])("of a mailbox whose sign-in VCC calls '$word', nobody can tell if its mail arrives", ({ word, told }) => {
  const become = {
    refresh: step("refresh", signedIn("Active"), signedIn("Active")),
    now: same(signedIn(word)),
  };
  const news = JSON.stringify({
    steps: [become.refresh, become.now, same(mapping)],
    changeSummary: { same: 2 },
  });
  const text = `Nobody can tell whether mail to ${SUPPORT} reaches anybody: VCC's word for its sign-in is ${told}. Look at the mailbox in VCC.`;
  for (const question of ["change", "drift"] as const)
    expect(reportOf(news, { question })).toMatchObject({
      verdict: { level: "cannotTell" },
      findings: [{ id: "cannot-tell", text }],
    });
});

test.each([
  { rule: "the report is about drift", question: "drift", change: [same(mapping)], isTold: true },
  {
    rule: "a change leads its mail elsewhere",
    question: "change",
    change: [step("update", mapping, mappingOf("support", [SUPPORT], "Sales"))],
    isTold: true,
  },
  { rule: "a change is about other things", question: "change", change: [same(mapping)], isTold: false },
] as const)(
  "a sign-in that nobody knew before is told where $rule: $isTold",
  ({ question, change, isTold }) => {
    const { findings } = reportOf(digestOf([same(signedIn("Odd")), ...change]), { question });
    expect(findings.some(({ id }) => id === "cannot-tell")).toBe(isTold);
  },
);

test("a sign-in that ended since the stack last looked is news: an error", () => {
  const steps = [
    step("refresh", signedIn("Active"), signedIn("Active")),
    same(signedIn("Expired")),
    same(mapping),
  ];
  const text = JSON.stringify({ steps, changeSummary: { same: 2 } });
  expect(reportOf(text).findings).toMatchObject([{ id: "credential-expired", level: "error" }]);
});
