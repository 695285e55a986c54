/** Levels of a finding, the worst first. */
export const LEVELS = ["error", "warning", "info"] as const;
export type Level = (typeof LEVELS)[number];

/** A kind of finding: the same id wherever it is told. */
interface FindingRule {
  /** Level, unless it is set otherwise. */
  readonly level: Level;
  /** The finding in general; a finding's own text names the values. */
  readonly meaning: string;
  /** Finding of the opposite change, whose own mirror this one is; or why there is none, with other findings in `ticks`. */
  readonly mirror: string;
  /**
   * `lint`: a rule over a fleet, also where nothing changes, which `ignore` of the fleet file switches off; `file`: of the
   * fleet file itself, which nothing switches off; `change`: of a change or drift.
   */
  readonly about: "lint" | "file" | "change";
}

const lint = <Own extends Exclude<Level, "info">>(level: Own, mirror: string, meaning: string) =>
  ({ level, meaning, mirror, about: "lint" }) as const;
const file = <Own extends Exclude<Level, "info">>(level: Own, mirror: string, meaning: string) =>
  ({ level, meaning, mirror, about: "file" }) as const;
const change = <Own extends Level>(level: Own, mirror: string, meaning: string) =>
  ({ level, meaning, mirror, about: "change" }) as const;

/** Reasons why a finding has no mirror. */
const ITSELF = "the way back is the same finding, from and to exchanged";
const GONE = "it ends without a trace: a report rates the change, and nothing is left to decide";

/** Every kind of finding: of a fleet file, of a change, of drift. The only list of them. */
export const FINDINGS = {
  "duplicate-address": lint("error", GONE, "Two inboxes have one mailbox."),
  "duplicate-name": lint("error", GONE, "Two objects of a kind have one name, which VCC refuses."),
  "tied-priority": lint(
    "error",
    "tie-resolved",
    "Two mappings of an address have one priority: VCC follows the one that was modified last.",
  ),
  "shadowed-mapping": lint(
    "warning",
    GONE,
    "A mapping gets no mail of an address: another one has a higher priority.",
  ),
  "unmapped-address": lint(
    "warning",
    "it is the state, `mail-unrouted` and `mail-routed` are the ways into it and out of it",
    "No mapping names an address: its mail reaches nobody.",
  ),
  "unmanaged-address": lint("warning", GONE, "A mapping names an address that is managed elsewhere."),
  "overridden-data-source": lint("warning", GONE, "A mapping's data source that the address sets, too."),
  "expiring-credential": lint(
    "warning",
    "time brings it; `credential-changed` tells that it was renewed",
    "A credential that ends: within the horizon, or where a lasting one exists.",
  ),
  "no-inboxes": lint("warning", GONE, "A file has no inboxes."),
  "misspelt-entry": lint("warning", GONE, "An entry whose name is nearly that of another."),

  "mail-unrouted": change(
    "error",
    "mail-routed",
    "No mapping names the address any more: its mail reaches nobody.",
  ),
  "mail-routed": change(
    "info",
    "mail-unrouted",
    "The mail of an address reaches a plan that reached nobody before.",
  ),
  "mail-interrupted": change(
    "warning",
    "a moment has no opposite",
    "The mail of an address reaches nobody between two steps of the run.",
  ),
  "address-created": change("info", "address-deleted", "VCC begins to pull the mail of a mailbox."),
  "address-deleted": change("error", "address-created", "VCC no longer pulls the mail of a mailbox."),
  "mailbox-replaced": change("warning", ITSELF, "An address is replaced by one of another mailbox."),
  "plan-changed": change("warning", ITSELF, "The mail of an address is led to another plan."),
  "tie-resolved": change("info", "tied-priority", "Mappings that had one priority have different ones."),
  "testing-changed": change("warning", ITSELF, "The mail of some senders is led to another plan."),
  "protection-removed": change(
    "warning",
    "protection-added",
    "A resource can be deleted that was protected, or that would have stayed in VCC.",
  ),
  "protection-added": change("info", "protection-removed", "A resource is protected, or stays in VCC."),
  "left-in-vcc": change("warning", "adopted", "A resource leaves the program, and its object stays in VCC."),
  adopted: change("warning", "left-in-vcc", "An object that is there already is taken over."),
  "credential-expired": change(
    "error",
    "signed-in",
    "VCC isn't signed in to a mailbox, and nothing in this run mends it.",
  ),
  "signed-in": change("info", "credential-expired", "VCC signs in to a mailbox again, in place."),
  "credential-changed": change("warning", ITSELF, "VCC signs in to a mailbox with other material."),
  "credential-removed": change(
    "warning",
    "credential-added",
    "Nobody but a person can sign in to a mailbox when its sign-in ends.",
  ),
  "credential-added": change("info", "credential-removed", "The program signs in to a mailbox from now on."),
  "consent-needed": change(
    "warning",
    "`signed-in` tells it of all sign-ins that work again",
    "A person has to sign in to a mailbox before its mail arrives.",
  ),
  "signature-changed": change("info", ITSELF, "The text that customers read below an answer changes."),
  "signature-added": change("info", "signature-removed", "Answers of a mailbox get a signature."),
  "signature-removed": change(
    "warning",
    "signature-added",
    "Answers of a mailbox have no signature any more.",
  ),
  "signature-script": change("error", GONE, "A signature gains a script, or an attribute that runs one."),
  "signature-remote-image": change(
    "info",
    GONE,
    "A signature gains an image that each reader's mail program loads.",
  ),
  "signature-tracking-pixel": change(
    "warning",
    GONE,
    "A signature gains an image that nobody sees: it tells who reads.",
  ),
  "drift-edited": change("warning", ITSELF, "Somebody edited an object outside the program."),
  "drift-deleted": change(
    "error",
    "nobody but the program makes it again",
    "Somebody deleted an object outside the program.",
  ),
  "drift-kept": change("info", ITSELF, "Somebody added to an object outside the program, and it stays."),
  "drift-adopted": change("info", ITSELF, "The program has caught up with an edit outside of it."),
  "policy-violated": change("error", GONE, "A policy forbids the change."),
  "waiver-added": change("warning", "waiver-removed", "A rule is switched off that held before."),
  "waiver-removed": change("info", "waiver-added", "A rule holds again that was switched off."),
  "waiver-ended": file("warning", GONE, "The end date of a switched-off rule has passed: it holds again."),
  "fleet-invalid": file("error", GONE, "A fleet file can't be read, or breaks a rule of its form."),
  "cannot-tell": change(
    "warning",
    "what can be told is told by its own finding",
    "Something couldn't be read or known.",
  ),
} as const satisfies Readonly<Record<string, FindingRule>>;

export type FindingId = keyof typeof FINDINGS;

/** Ids in the order of the catalogue. */
export const FINDING_IDS = Object.keys(FINDINGS) as FindingId[];
