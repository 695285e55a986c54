/** Levels of a finding, the worst first. */
export const LEVELS = ["error", "warning", "info"] as const;
export type Level = (typeof LEVELS)[number];

/** A kind of finding: the same id wherever it is told. */
interface FindingRule {
  /** Level, unless it is set otherwise. */
  readonly level: Level;
  /** The finding in general; a finding's own text names the values. */
  readonly meaning: string;
  /**
   * The finding in the verdict: a clause in which `{who}` is the mailbox or object, or how many; `{from}` and `{to}` are
   * the plans that take the mail before and after.
   */
  readonly headline: string;
  /** Finding of the opposite change, whose own mirror this one is; or why there is none, with other findings in `ticks`. */
  readonly mirror: string;
  /**
   * `lint`: a rule over a fleet, also where nothing changes, which `ignore` of the fleet file switches off; `file`: of the
   * fleet file itself, which nothing switches off; `change`: of a change or drift.
   */
  readonly about: "lint" | "file" | "change";
}

/** All of a row but its place in the catalogue. */
type Row<Own extends Level> = Omit<FindingRule, "about"> & { readonly level: Own };

const lint = <Own extends Exclude<Level, "info">>(row: Row<Own>) => ({ ...row, about: "lint" }) as const;
const file = <Own extends Exclude<Level, "info">>(row: Row<Own>) => ({ ...row, about: "file" }) as const;
const change = <Own extends Level>(row: Row<Own>) => ({ ...row, about: "change" }) as const;

/** Reasons why a finding has no mirror. */
const ITSELF = "the way back is the same finding, from and to exchanged";
const GONE = "it ends without a trace: a report rates the change, and nothing is left to decide";

/** Every kind of finding: of a fleet file, of a change, of drift, the riskiest first. The only list of them. */
export const FINDINGS = {
  // What nobody knows, and what nobody may do.
  "cannot-tell": change({
    level: "warning",
    meaning: "Something couldn't be read or known.",
    headline: "something about {who} can't be told",
    mirror: "what can be told is told by its own finding",
  }),
  "policy-violated": change({
    level: "error",
    meaning: "A policy forbids the change.",
    headline: "a policy forbids a change of {who}",
    mirror: GONE,
  }),

  // Mail that reaches nobody.
  "mail-unrouted": change({
    level: "error",
    meaning: "No mapping names the address any more: its mail reaches nobody.",
    headline: "mail to {who}, which {from} took, reaches nobody any more",
    mirror: "mail-routed",
  }),
  "unmapped-address": lint({
    level: "warning",
    meaning: "No mapping names an address: its mail reaches nobody.",
    headline: "mail to {who} reaches nobody, as no mapping names it",
    mirror: "it is the state, `mail-unrouted` and `mail-routed` are the ways into it and out of it",
  }),
  "mail-interrupted": change({
    level: "warning",
    meaning: "The mail of an address reaches nobody between two steps of the run.",
    headline: "mail to {who} reaches nobody for a while",
    mirror: "a moment has no opposite",
  }),
  "address-deleted": change({
    level: "error",
    meaning: "VCC no longer pulls the mail of a mailbox.",
    headline: "VCC no longer pulls the mail of {who}",
    mirror: "address-created",
  }),
  "drift-deleted": change({
    level: "error",
    meaning: "Somebody deleted an object outside the program.",
    headline: "somebody deleted an object of {who} outside the program",
    mirror: "nobody but the program makes it again",
  }),
  "mailbox-replaced": change({
    level: "warning",
    meaning: "An address is replaced by one of another mailbox.",
    headline: "VCC no longer pulls the mail of {former}, which {who} replaces",
    mirror: ITSELF,
  }),

  // Sign-ins.
  "credential-expired": change({
    level: "error",
    meaning: "VCC isn't signed in to a mailbox, and nothing in this run mends it.",
    headline: "VCC isn't signed in to {who}",
    mirror: "signed-in",
  }),
  "consent-needed": change({
    level: "warning",
    meaning: "A person has to sign in to a mailbox before its mail arrives.",
    headline: "a person has to sign in to {who}",
    mirror: "`signed-in` tells it of all sign-ins that work again",
  }),
  "expiring-credential": lint({
    level: "warning",
    meaning: "A credential that ends: within the horizon, or where a lasting one exists.",
    headline: "a credential of {who} ends soon",
    mirror: "time brings it; `credential-changed` tells that it was renewed",
  }),
  "credential-removed": change({
    level: "warning",
    meaning: "Nobody but a person can sign in to a mailbox when its sign-in ends.",
    headline: "the program no longer signs in to {who}",
    mirror: "credential-added",
  }),
  "credential-changed": change({
    level: "warning",
    meaning: "VCC signs in to a mailbox with other material.",
    headline: "VCC signs in to {who} with another credential",
    mirror: ITSELF,
  }),
  "credential-added": change({
    level: "info",
    meaning: "The program signs in to a mailbox from now on.",
    headline: "the program signs in to {who} from now on",
    mirror: "credential-removed",
  }),
  "signed-in": change({
    level: "info",
    meaning: "VCC signs in to a mailbox again, in place.",
    headline: "VCC signs in to {who} again, whose sign-in has ended",
    mirror: "credential-expired",
  }),

  // Plans that take the mail.
  "plan-changed": change({
    level: "warning",
    meaning: "The mail of an address is led to another plan.",
    headline: "mail to {who} goes to {to}, no longer to {from}",
    mirror: ITSELF,
  }),
  "tied-priority": lint({
    level: "error",
    meaning: "Two mappings of an address have one priority: VCC follows the one that was modified last.",
    headline: "mappings of {who} have the same priority",
    mirror: "tie-resolved",
  }),
  "testing-changed": change({
    level: "warning",
    meaning: "The mail of some senders is led to another plan.",
    headline: "mail to {who} from some senders goes to another plan",
    mirror: ITSELF,
  }),
  "shadowed-mapping": lint({
    level: "warning",
    meaning: "A mapping gets no mail of an address: another one has a higher priority.",
    headline: "a mapping of {who} gets no mail any more",
    mirror: GONE,
  }),
  "tie-resolved": change({
    level: "info",
    meaning: "Mappings that had one priority have different ones.",
    headline: "mappings of {who} no longer have the same priority",
    mirror: "tied-priority",
  }),
  "mail-routed": change({
    level: "info",
    meaning: "The mail of an address reaches a plan that reached nobody before.",
    headline: "mail to {who} reaches {to}, where it reached nobody",
    mirror: "mail-unrouted",
  }),
  "address-created": change({
    level: "info",
    meaning: "VCC begins to pull the mail of a mailbox.",
    headline: "{who} is new, and its mail goes to {to}",
    mirror: "address-deleted",
  }),

  // Objects that come, go, or lose their protection.
  "left-in-vcc": change({
    level: "warning",
    meaning: "A resource leaves the program, and its object stays in VCC.",
    headline: "{who} leaves the program and stays in VCC",
    mirror: "adopted",
  }),
  adopted: change({
    level: "warning",
    meaning: "An object that is there already is taken over.",
    headline: "{who} is taken over from VCC",
    mirror: "left-in-vcc",
  }),
  "protection-removed": change({
    level: "warning",
    meaning: "A resource can be deleted that was protected, or that would have stayed in VCC.",
    headline: "{who} loses its protection from deletion",
    mirror: "protection-added",
  }),
  "protection-added": change({
    level: "info",
    meaning: "A resource is protected, or stays in VCC.",
    headline: "{who} is protected from deletion",
    mirror: "protection-removed",
  }),

  // Signatures.
  "signature-script": change({
    level: "error",
    meaning: "A signature gains a script, or an attribute that runs one.",
    headline: "the signature of {who} gains a script",
    mirror: GONE,
  }),
  "signature-tracking-pixel": change({
    level: "warning",
    meaning: "A signature gains an image that nobody sees: it tells who reads.",
    headline: "the signature of {who} gains an image that tells who reads",
    mirror: GONE,
  }),
  "signature-removed": change({
    level: "warning",
    meaning: "Answers of a mailbox have no signature any more.",
    headline: "answers of {who} have no signature any more",
    mirror: "signature-added",
  }),
  "signature-changed": change({
    level: "info",
    meaning: "The text that customers read below an answer changes.",
    headline: "the signature of {who} changes",
    mirror: ITSELF,
  }),
  "signature-remote-image": change({
    level: "info",
    meaning: "A signature gains an image that each reader's mail program loads.",
    headline: "the signature of {who} gains an image that readers load",
    mirror: GONE,
  }),
  "signature-added": change({
    level: "info",
    meaning: "Answers of a mailbox get a signature.",
    headline: "answers of {who} get a signature",
    mirror: "signature-removed",
  }),

  // Edits outside the program.
  "drift-edited": change({
    level: "warning",
    meaning: "Somebody edited an object outside the program.",
    headline: "somebody changed an object of {who} outside the program",
    mirror: ITSELF,
  }),
  "drift-kept": change({
    level: "info",
    meaning: "Somebody added to an object outside the program, and it stays.",
    headline: "somebody added to an object of {who} outside the program",
    mirror: ITSELF,
  }),
  "drift-adopted": change({
    level: "info",
    meaning: "The program has caught up with an edit outside of it.",
    headline: "the program has caught up with an edit of {who}",
    mirror: ITSELF,
  }),

  // The fleet file.
  "duplicate-address": lint({
    level: "error",
    meaning: "Two inboxes have one mailbox.",
    headline: "{who} has two inboxes",
    mirror: GONE,
  }),
  "duplicate-name": lint({
    level: "error",
    meaning: "Two objects of a kind have one name, which VCC refuses.",
    headline: "{who} has the name of another object",
    mirror: GONE,
  }),
  "overridden-data-source": lint({
    level: "warning",
    meaning: "A mapping's data source that the address sets, too.",
    headline: "a data source of {who} is set twice",
    mirror: GONE,
  }),
  "unmanaged-address": lint({
    level: "warning",
    meaning: "A mapping names an address that is managed elsewhere.",
    headline: "{who} is mapped, and managed elsewhere",
    mirror: GONE,
  }),
  "no-inboxes": lint({
    level: "warning",
    meaning: "A file has no inboxes.",
    headline: "{who} has no inboxes",
    mirror: GONE,
  }),
  "misspelt-entry": lint({
    level: "warning",
    meaning: "An entry whose name is nearly that of another.",
    headline: "{who} has an entry that seems misspelt",
    mirror: GONE,
  }),
  "fleet-invalid": file({
    level: "error",
    meaning: "A fleet file can't be read, or breaks a rule of its form.",
    headline: "{who} can't be read as a fleet file",
    mirror: GONE,
  }),
  "waiver-added": change({
    level: "warning",
    meaning: "A rule is switched off that held before.",
    headline: "a rule is switched off for {who}",
    mirror: "waiver-removed",
  }),
  "waiver-removed": change({
    level: "info",
    meaning: "A rule holds again that was switched off.",
    headline: "a rule holds again for {who}",
    mirror: "waiver-added",
  }),
  "waiver-ended": file({
    level: "warning",
    meaning: "The end date of a switched-off rule has passed: it holds again.",
    headline: "a rule holds again for {who}, as its waiver has ended",
    mirror: GONE,
  }),
} as const satisfies Readonly<Record<string, FindingRule>>;

export type FindingId = keyof typeof FINDINGS;

/** Ids in the order of the catalogue. */
export const FINDING_IDS = Object.keys(FINDINGS) as FindingId[];
