import * as z from "zod";
import { FINDING_IDS, LEVELS } from "./finding";
import { Fingerprint, Resource, ShownValue } from "./shown-value";

const ACTIONS = ["create", "update", "replace", "delete", "adopt", "import", "leave", "none"] as const;

const Action = z
  .enum(ACTIONS)
  .describe(
    "`adopt`: an object of VCC is taken over; `import`: somebody's import; `leave`: the object leaves the program and stays " +
      "in VCC; `none`: only what is around it changes.",
  )
  .meta({ id: "Action" });
export type Action = z.infer<typeof Action>;

const Change = z
  .strictObject({
    resource: Resource,
    property: z.string().describe("Path, such as `dataSources.flow`; of a list a change for each entry."),
    from: ShownValue,
    to: ShownValue,
    fingerprint: Fingerprint,
  })
  .meta({ id: "Change" });
export type Change = z.infer<typeof Change>;

const Route = z
  .strictObject({
    mapping: z
      .string()
      .describe(
        "Name of the mapping's resource, with `(stays in VCC)` of a former object that a replacement leaves behind; of " +
          "somebody else's mapping VCC's own name, with `(managed elsewhere)`.",
      ),
    plan: ShownValue.describe("Interaction plan that takes the mail."),
    priority: ShownValue,
    testing: z
      .strictObject({ plan: ShownValue, senders: z.array(ShownValue) })
      .nullable()
      .describe("Plan that takes the mail of these senders."),
    rank: z.int().describe("1 for the mapping that takes the mail; the same for mappings of one priority."),
  })
  .meta({ id: "Route" });
export type Route = z.infer<typeof Route>;

const Routing = z
  .strictObject({
    isPulled: z.boolean().nullable().describe("True if VCC has the address; null where nobody can tell."),
    isSignedIn: z
      .boolean()
      .nullable()
      .describe(
        "False where VCC isn't signed in to the mailbox: its mail isn't pulled. Null where nobody can tell.",
      ),
    routes: z
      .array(Route)
      .describe(
        "Mappings that name the mailbox, in the order in which VCC asks them: those of the stack, and where the account was read, " +
          "those of anybody else, too.",
      ),
    winner: z
      .string()
      .nullable()
      .describe(
        "Mapping of the first rank that takes the mail; null where there is none, or nobody can tell.",
      ),
    isCertain: z
      .boolean()
      .describe(
        "False where nobody can tell which plan takes the mail: of mappings of one priority that one run writes, of one " +
          "whose plan is secret and changes, or of an object that is taken over.",
      ),
  })
  .meta({ id: "Routing" });
export type Routing = z.infer<typeof Routing>;

const RunStep = z
  .strictObject({ resource: Resource, action: z.enum(["create", "update", "delete"]) })
  .describe("Something that the run does to one object of VCC; a replacement is a deletion and a creation.")
  .meta({ id: "RunStep" });
export type RunStep = z.infer<typeof RunStep>;

const Unrouted = z
  .strictObject({
    after: RunStep.describe("Step after which mail reaches nobody."),
    until: RunStep.describe("Step after which it reaches somebody again."),
    isCertain: z
      .boolean()
      .describe("False where the engine may do the two steps in either order, or at once."),
  })
  .meta({ id: "Unrouted" });
export type Unrouted = z.infer<typeof Unrouted>;

const Diverted = z
  .strictObject({ ...Unrouted.shape, plan: ShownValue.describe("Plan that takes the mail meanwhile.") })
  .meta({ id: "Diverted" });

/** Outcomes of a change for a mailbox's mail, the worst first. */
export const OUTCOMES = [
  "stops",
  "notPulled",
  "cannotTell",
  "replaced",
  "moves",
  "interrupted",
  "mayBeInterrupted",
  "diverted",
  "starts",
  "nobody",
  "stays",
] as const;

const MailOutcome = z
  .enum(OUTCOMES)
  .describe(
    "What the change comes to for the mailbox's mail. `stops`: it reaches nobody any more; `notPulled`: VCC no longer " +
      "pulls it, or isn't signed in to the mailbox; `cannotTell`: its plan isn't known before or after; `replaced`: another mailbox takes its place; `moves`: " +
      "another plan takes it; `interrupted`, `mayBeInterrupted`: it reaches nobody between two steps; `diverted`: another plan takes it, or may, between two steps; `starts`: it " +
      "reaches a plan, where it reached none; `nobody`: it reached nobody, and no mapping names the mailbox afterwards, or VCC has its address neither before nor after; `stays`: the " +
      "same plan takes it.",
  )
  .meta({ id: "MailOutcome" });
export type MailOutcome = z.infer<typeof MailOutcome>;

const Mailbox = z
  .strictObject({
    mailbox: z.string().describe("The mailbox as it is to be; of one that goes, as it was."),
    formerMailbox: z
      .string()
      .optional()
      .describe("Where the address is replaced: its mail is no longer pulled."),
    resource: z.string().nullable().describe("Name of its resource; null where the stack has none."),
    action: Action,
    changes: z.array(Change),
    routing: z.strictObject({
      before: Routing,
      after: Routing,
      diverted: z.array(Diverted).describe("Steps between which another plan takes the mail."),
      unrouted: z
        .array(Unrouted)
        .describe("Steps between which mail reaches nobody; how long can't be known."),
      outcome: MailOutcome,
    }),
    findings: z.array(Fingerprint),
  })
  .meta({ id: "Mailbox" });
export type Mailbox = z.infer<typeof Mailbox>;

const SharedObject = z
  .strictObject({
    resource: Resource,
    action: Action,
    mailboxes: z
      .int()
      .nullable()
      .describe(
        "Number of mailboxes that it concerns, before the run or after it; null where nobody can tell.",
      ),
    changes: z.array(Change),
    findings: z.array(Fingerprint),
  })
  .meta({ id: "SharedObject" });
export type SharedObject = z.infer<typeof SharedObject>;

const Level = z.enum(LEVELS).meta({ id: "Level" });

const DRIFT_CAUSES = ["edited", "deleted", "credential"] as const;
const DRIFT_OUTCOMES = ["putBack", "kept", "adopted"] as const;

const Drift = z
  .strictObject({
    resource: Resource,
    mailbox: z.string().nullable(),
    level: Level,
    cause: z.enum(DRIFT_CAUSES),
    property: z.string().nullable().describe("Null where the object is gone."),
    from: ShownValue.describe("As the stack had it."),
    to: ShownValue.describe("As VCC has it."),
    outcome: z
      .enum(DRIFT_OUTCOMES)
      .nullable()
      .describe(
        "`putBack`: `pulumi up --refresh` makes it as the program says; `kept`: it stays as VCC has it; `adopted`: the program says the " +
          "same by now. Null where nobody can tell.",
      ),
    fingerprint: Fingerprint,
  })
  .meta({ id: "Drift" });
export type Drift = z.infer<typeof Drift>;

const Place = z
  .strictObject({
    file: z.string().describe("Relative path."),
    line: z.int().describe("From 1."),
    column: z.int().describe("From 1."),
  })
  .meta({ id: "Place" });
export type ReportPlace = z.infer<typeof Place>;

export const Subject = z
  .strictObject({
    kind: z.enum(["mailbox", "resource", "file", "stack"]),
    name: z
      .string()
      .describe(
        "Mailbox, noun and name of the resource (`profile care`), path of the file, or the stack's name.",
      ),
  })
  .meta({ id: "Subject" });
export type Subject = z.infer<typeof Subject>;

const Finding = z
  .strictObject({
    id: z.enum(FINDING_IDS as [(typeof FINDING_IDS)[number], ...(typeof FINDING_IDS)[number][]]),
    level: Level,
    subject: Subject,
    text: z.string().describe("For people; it may be reworded."),
    place: Place.optional().describe("In the fleet file, else in the program, as far as known."),
    fingerprint: Fingerprint,
  })
  .meta({ id: "Finding" });
export type Finding = z.infer<typeof Finding>;

const Waiver = z
  .strictObject({
    id: z.string().describe("The rule that is switched off."),
    subject: Subject,
    reason: z.string(),
    until: z.string().nullable().describe("Last day on which it holds, as 2026-12-31; null without end."),
    isNew: z.boolean().nullable().describe("True if this change brings it; null where nobody can tell."),
  })
  .meta({ id: "Waiver" });
export type Waiver = z.infer<typeof Waiver>;

const Count = z.strictObject({ type: z.string(), action: z.string(), count: z.int() }).meta({ id: "Count" });
export type Count = z.infer<typeof Count>;

/** Report of a change to a stack. Within a version of `schema`, fields are added, and never renamed, removed or retyped. */
export const ChangeReport = z
  .strictObject({
    schema: z.literal("pulumi-vcc/report/v1"),
    exitCode: z
      .int()
      .describe("0: nothing at or above the level that fails; 2: something; 5: nobody can tell."),
    basis: z.strictObject({
      shape: z
        .enum(["digest", "events", "digest and events"])
        .describe("The engine's output that was read: of `--json`, of an event log, or of both."),
      refreshed: z
        .boolean()
        .nullable()
        .describe(
          "True if the engine compared the stack with VCC first; null where the stack had nothing to compare.",
        ),
      complete: z
        .boolean()
        .describe("False where the run failed, or its end is missing: what follows is a part."),
      mappings: z
        .enum(["stack", "account"])
        .describe("Mappings that routing is told over: those of the stack, or all of the account."),
      project: z.string().nullable(),
      stack: z.string().nullable(),
      commit: z.string().optional(),
      cannotTell: z.array(z.string()).describe("What this input doesn't hold, and which command holds it."),
    }),
    verdict: z.strictObject({
      level: z.enum([...LEVELS, "none", "cannotTell"]),
      text: z.string().describe("A sentence that a reviewer can sign."),
    }),
    changeSet: Fingerprint.describe("Digest over all fingerprints: equal sets are equal."),
    mailboxes: z.array(Mailbox),
    shared: z
      .array(SharedObject)
      .describe("Objects that concern several mailboxes or none: profiles, shared mappings."),
    drift: z.array(Drift),
    findings: z.array(Finding).describe("The worst first."),
    waivers: z.array(Waiver),
    others: z.array(Count).describe("Resources of other kinds that change: counted, not shown."),
    omitted: z
      .strictObject({ mailboxes: z.int(), shared: z.int(), drift: z.int(), findings: z.int() })
      .describe("Numbers of items that were cut. The JSON form is never cut."),
  })
  .meta({ id: "ChangeReport" });
export type ChangeReport = z.infer<typeof ChangeReport>;
