import { change, run, file, type FindingRule, GONE, ITSELF, type Level, lint, LEVELS } from "./finding-rule";

export { type Level, LEVELS };

/** Every kind of finding: of a fleet file, of a change, of drift, the riskiest first. The only list of them. */
export const FINDINGS = {
  // What nobody knows, and what nobody may do.
  "cannot-tell": run("warning", {
    meaning: "Something couldn't be read or known.",
    headline: "something about {who} can't be told",
    mirror: "what can be told is told by its own finding",
  }),
  "policy-violated": run("error", {
    meaning: "A policy forbids the change.",
    headline: "a policy forbids a change of {who}",
    mirror: GONE,
  }),
  "policy-advice": run("warning", {
    meaning: "A policy advises against the change, and lets it pass.",
    headline: "a policy advises against a change of {who}",
    mirror: GONE,
  }),
  "policy-remediated": run("info", {
    meaning: "A policy has changed what the program says of an object.",
    headline: "a policy changes what the program says of {who}",
    mirror: GONE,
  }),

  // Mail that reaches nobody.
  "mail-unrouted": change("error", {
    meaning: "No mapping names the address any more: its mail reaches nobody.",
    headline: "mail to {who}, which {from} took, reaches nobody any more",
    mirror: "mail-routed",
  }),
  "unmapped-address": lint("warning", {
    meaning: "No mapping names an address: its mail reaches nobody.",
    headline: "mail to {who} reaches nobody, as no mapping names it",
    mirror: "it is the state, `mail-unrouted` and `mail-routed` are the ways into it and out of it",
  }),
  "mail-interrupted": change("warning", {
    meaning: "The mail of an address reaches nobody between two steps of the run.",
    headline: "mail to {who} reaches nobody for a while",
    mirror: "a moment has no opposite",
  }),
  "plan-not-found": change("error", {
    meaning:
      "VCC has no plan of the name that mail is to go to. `report --account` looks; without it, nobody does.",
    headline: "VCC has no plan of the name that mail to {who} is to go to",
    mirror: "`plan-changed` tells the plan that takes its place",
  }),
  "mail-diverted": change("warning", {
    meaning: "The mail of an address goes to another plan between two steps of the run.",
    headline: "mail to {who} goes to another plan for a while",
    mirror: "a moment has no opposite",
  }),
  "address-deleted": change("error", {
    meaning: "VCC no longer pulls the mail of a mailbox.",
    headline: "VCC no longer pulls the mail of {who}",
    mirror: "address-created",
  }),
  "drift-deleted": change("error", {
    meaning: "Somebody deleted an object outside the program.",
    headline: "somebody deleted {object} outside the program",
    mirror: "nobody but the program makes it again",
  }),
  "mailbox-replaced": change("warning", {
    meaning: "An address is replaced by one of another mailbox.",
    headline: "mail to {former} reaches nobody any more, as {who} replaces it",
    mirror: ITSELF,
  }),
  "object-replaced": change("warning", {
    meaning: "An object is deleted and made again: as another one, with another id.",
    otherLevels: "info where it is no address: what that does to mail, routing tells",
    headline: "the object of {who} in VCC is replaced",
    mirror: ITSELF,
  }),

  // Sign-ins.
  "credential-expired": change("error", {
    meaning: "VCC isn't signed in to a mailbox, and nothing in this run mends it.",
    otherLevels:
      "in a change where it was so before, warning, or info for a mailbox that the change doesn't touch",
    headline: "mail to {who} reaches nobody, as VCC isn't signed in",
    mirror: "signed-in",
  }),
  "consent-needed": change("warning", {
    meaning: "A person has to sign in to a mailbox before its mail arrives.",
    headline: "a person has to sign in to {who}",
    mirror: "`signed-in` tells it of all sign-ins that work again",
  }),
  "expiring-credential": lint("warning", {
    meaning: "A credential that ends: within the horizon, or where a lasting one exists.",
    otherLevels: "info for a mailbox that the change doesn't touch",
    headline: "a credential of {who} ends soon",
    mirror: "time brings it; `credential-changed` tells that it was renewed",
  }),
  "credential-removed": change("warning", {
    meaning: "Nobody but a person can sign in to a mailbox when its sign-in ends.",
    headline: "the program no longer signs in to {who}",
    mirror: "credential-added",
  }),
  "credential-changed": change("warning", {
    meaning: "VCC signs in to a mailbox with other material.",
    headline: "VCC signs in to {who} with another credential",
    mirror: ITSELF,
  }),
  "credential-added": change("info", {
    meaning: "The program signs in to a mailbox from now on.",
    headline: "the program signs in to {who} from now on",
    mirror: "credential-removed",
  }),
  "signed-in": change("info", {
    meaning: "VCC signs in to a mailbox again, in place.",
    otherLevels: "error in `drift`",
    headline: "mail to {who} reaches nobody until the next pulumi up, which signs in again",
    mirror: "credential-expired",
  }),

  // Plans that take the mail.
  "plan-changed": change("warning", {
    meaning: "The mail of an address is led to another plan.",
    headline: "mail to {who} goes to {to}, no longer to {from}",
    mirror: ITSELF,
  }),
  "tied-priority": lint("error", {
    meaning: "Two mappings of an address have one priority: VCC follows the one that was modified last.",
    headline: "mappings of {who} have the same priority",
    mirror: "tie-resolved",
  }),
  "testing-changed": change("warning", {
    meaning: "The mail of some senders is led to another plan.",
    headline: "mail to {who} from some senders goes to another plan",
    mirror: ITSELF,
  }),
  "shadowed-mapping": lint("warning", {
    meaning: "A mapping gets no mail of an address: another one has a higher priority.",
    headline: "a mapping of {who} gets no mail any more",
    mirror: GONE,
  }),
  "tie-resolved": change("info", {
    meaning: "Mappings that had one priority have different ones.",
    headline: "mappings of {who} no longer have the same priority",
    mirror: "tied-priority",
  }),
  "mail-routed": change("info", {
    meaning: "A mapping leads the mail of an address to a plan, where none did.",
    headline: "a mapping leads mail to {who} to {to}, where none did",
    mirror: "mail-unrouted",
  }),
  "address-created": change("info", {
    meaning: "VCC begins to pull the mail of a mailbox.",
    headline: "VCC begins to pull the mail of {who}, which goes to {to}",
    mirror: "address-deleted",
  }),

  // Objects that come, go, or lose their protection.
  "left-in-vcc": change("warning", {
    meaning: "A resource leaves the program, and its object stays in VCC.",
    headline: "the program leaves {who} in VCC, unmanaged",
    mirror: "adopted",
  }),
  adopted: change("warning", {
    meaning: "An object that is there already is taken over.",
    headline: "the stack takes over {who} from VCC",
    mirror: "left-in-vcc",
  }),
  "protection-removed": change("warning", {
    meaning: "A resource can be deleted that was protected, or that would have stayed in VCC.",
    headline: "a protection of {who} from deletion is removed",
    mirror: "protection-added",
  }),
  "protection-added": change("info", {
    meaning: "A resource is protected, or stays in VCC.",
    headline: "a protection of {who} from deletion is added",
    mirror: "protection-removed",
  }),

  // Signatures.
  "signature-script": change("error", {
    meaning: "A signature gains a script, or an attribute that runs one.",
    headline: "the signature of {who} gains a script",
    mirror: GONE,
  }),
  "signature-tracking-pixel": change("warning", {
    meaning: "A signature gains an image that nobody sees: it tells who reads.",
    headline: "the signature of {who} gains an image that tells who reads",
    mirror: GONE,
  }),
  "signature-removed": change("warning", {
    meaning: "Answers of a mailbox have no signature any more.",
    headline: "answers of {who} have no signature any more",
    mirror: "signature-added",
  }),
  "signature-changed": change("info", {
    meaning: "The signature below answers changes: its text, or its HTML alone.",
    headline: "the signature of {who} changes",
    mirror: ITSELF,
  }),
  "signature-remote-image": change("info", {
    meaning: "A signature gains an image that each reader's mail program loads.",
    headline: "the signature of {who} gains an image that readers load",
    mirror: GONE,
  }),
  "signature-added": change("info", {
    meaning: "Answers of a mailbox get a signature.",
    headline: "answers of {who} get a signature",
    mirror: "signature-removed",
  }),

  // Edits outside the program.
  "drift-edited": change("warning", {
    meaning: "Somebody edited outside the program what the program sets: the next pulumi up puts it back.",
    headline: "somebody changed {object} outside the program",
    mirror: ITSELF,
  }),
  "drift-kept": change("info", {
    meaning: "Somebody edited outside the program what the program doesn't set: it stays as it is in VCC.",
    headline: "somebody edited {object} outside the program, which stays so",
    mirror: ITSELF,
  }),
  "drift-adopted": change("info", {
    meaning: "Somebody edited an object outside the program, which by now says the same: nothing is written.",
    headline: "the program says by now what somebody edited outside of it: {object}",
    mirror: ITSELF,
  }),

  // The fleet file.
  "duplicate-address": lint("error", {
    meaning: "Two inboxes have one mailbox.",
    headline: "two inboxes pull the mail of {who}",
    mirror: GONE,
  }),
  "duplicate-name": lint("error", {
    meaning: "Two objects of a kind have one name, which VCC refuses.",
    headline: "another object has the name of {who}",
    mirror: GONE,
  }),
  "overridden-data-source": lint("warning", {
    meaning: "A mapping's data source that the address sets, too.",
    headline: "a data source is set twice for {who}",
    mirror: GONE,
  }),
  "unmanaged-address": lint("warning", {
    meaning: "A mapping names an address that is managed elsewhere.",
    headline: "a mapping names {who}, managed elsewhere",
    mirror: GONE,
  }),
  "no-inboxes": lint("warning", {
    meaning: "A file has no inboxes.",
    headline: "there are no inboxes in {who}",
    mirror: GONE,
  }),
  "misspelt-entry": lint("warning", {
    meaning: "An entry whose name is nearly that of another.",
    headline: "an entry of {who} seems misspelt",
    mirror: GONE,
  }),
  "fleet-invalid": file("error", {
    meaning: "A fleet file can't be read, or breaks a rule of its form.",
    headline: "the fleet file {who} can't be used",
    mirror: GONE,
  }),
  "waiver-added": change("warning", {
    meaning: "A rule is switched off that held before.",
    headline: "a rule is switched off for {who}",
    mirror: "waiver-removed",
  }),
  "waiver-removed": change("info", {
    meaning: "A rule holds again that was switched off.",
    headline: "a rule holds again for {who}",
    mirror: "waiver-added",
  }),
  "waiver-ended": file("warning", {
    meaning: "The end date of a switched-off rule has passed: it holds again.",
    headline: "a rule holds again for {who}, as its waiver has ended",
    mirror: GONE,
  }),
} as const satisfies Readonly<Record<string, FindingRule>>;

export type FindingId = keyof typeof FINDINGS;

/** Ids in the order of the catalogue. */
export const FINDING_IDS = Object.keys(FINDINGS) as FindingId[];
