import { change, lint, GONE, ITSELF, type FindingRule } from "./finding-rule";

/** Kinds of findings about mail: that it reaches nobody, sign-ins to its mailboxes, plans that take it. */
export const MAIL_FINDINGS = {
  // Mail that reaches nobody.
  "mail-unrouted": change("error", {
    meaning: "No mapping names the address any more: its mail reaches nobody.",
    headline: "mail to {mailbox}, which {from} took, reaches nobody any more",
    mirror: "mail-routed",
    field: ["mapping"],
  }),
  "unmapped-address": lint("warning", {
    meaning: "No mapping names an address: its mail reaches nobody.",
    otherLevels: "error where somebody deleted its mapping, and the program no longer has it",
    headline: "mail to {mailbox} reaches nobody, as no mapping names it",
    mirror: "it is the state, `mail-unrouted` and `mail-routed` are the ways into it and out of it",
    field: ["mapping"],
  }),
  "mail-interrupted": change("warning", {
    meaning: "The mail of an address reaches nobody between two steps of the run.",
    headline: "mail to {mailbox} reaches nobody for a while",
    mirror: "a moment has no opposite",
    field: ["mapping"],
  }),
  "plan-not-found": change("error", {
    meaning:
      "VCC has no single plan of the name that mail is to go to. `report --account` looks; without it, nobody does.",
    headline: "VCC has no single plan of the name that mail to {mailbox} is to go to",
    mirror: "`plan-changed` tells the plan that takes its place",
    // The run fails halfway.
    movesMail: true,
  }),
  "mail-diverted": change("warning", {
    meaning: "The mail of an address goes to another plan between two steps of the run.",
    headline: "mail to {mailbox} goes to another plan for a while",
    mirror: "a moment has no opposite",
    field: ["mapping"],
    movesMail: true,
    needsPlan: true,
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
    holds: "before",
    movesMail: true,
    section: "drift",
  }),
  "mailbox-replaced": change("error", {
    meaning: "An address is replaced by one of another mailbox.",
    headline: "mail to {former} reaches nobody any more, as {who} replaces it",
    mirror: ITSELF,
    field: ["emailAddress"],
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
    headline: "mail to {mailbox} reaches nobody, as VCC isn't signed in",
    mirror: "signed-in",
    field: ["credential"],
    holds: "before",
    movesMail: true,
  }),
  "consent-needed": change("warning", {
    meaning: "A person has to sign in to a mailbox before its mail arrives.",
    headline: "a person has to sign in to {who}",
    mirror: "`signed-in` tells it of all sign-ins that work again",
    field: ["credential"],
  }),
  "expiring-credential": lint("warning", {
    meaning: "A credential that ends: within the horizon, or where a lasting one exists.",
    otherLevels: "info for a mailbox that the change doesn't touch",
    headline: "a credential of {who} ends soon, or has ended",
    mirror: "time brings it; `credential-changed` tells that it was renewed",
    field: ["credential"],
    section: "credentials",
  }),
  "credential-removed": change("warning", {
    meaning: "Nobody but a person can sign in to a mailbox when its sign-in ends.",
    headline: "the program no longer signs in to {who}",
    mirror: "credential-added",
    field: ["credential"],
  }),
  "credential-changed": change("warning", {
    meaning: "VCC signs in to a mailbox with other material.",
    headline: "VCC signs in to {who} with another credential",
    mirror: ITSELF,
    field: ["credential"],
  }),
  "credential-added": change("info", {
    meaning: "The program signs in to a mailbox from now on.",
    headline: "the program signs in to {who} from now on",
    mirror: "credential-removed",
    field: ["credential"],
  }),
  "signed-in": change("info", {
    meaning: "VCC signs in to a mailbox again, in place.",
    otherLevels: "error in `drift`",
    headline: "mail to {mailbox} reaches nobody until the next pulumi up --refresh, which signs in again",
    mirror: "credential-expired",
    field: ["credential"],
    holds: "before",
    movesMail: true,
  }),

  // Plans that take the mail.
  "plan-changed": change("warning", {
    meaning: "The mail of an address is led to another plan.",
    headline: "mail to {mailbox} goes to {to}, no longer to {from}",
    mirror: ITSELF,
    field: ["mapping", "interactionPlan"],
    needsPlan: true,
  }),
  "tied-priority": lint("error", {
    meaning: "Two mappings of an address have one priority: VCC follows the one that was modified last.",
    headline: "mappings of {who} have the same priority",
    mirror: "tie-resolved",
    field: ["mapping", "priority"],
  }),
  "testing-changed": change("warning", {
    meaning: "The mail of some senders is led to another plan.",
    headline: "mail to {mailbox} from some senders goes to another plan",
    mirror: ITSELF,
    field: ["mapping", "testing"],
    movesMail: true,
    needsPlan: true,
  }),
  "shadowed-mapping": lint("warning", {
    meaning: "A mapping gets no mail of an address: another one has a higher priority.",
    headline: "a mapping of {who} gets no mail any more",
    mirror: GONE,
    field: ["mapping", "priority"],
  }),
  "tie-resolved": change("info", {
    meaning: "Mappings that had one priority have different ones.",
    headline: "mappings of {who} no longer have the same priority",
    mirror: "tied-priority",
    field: ["mapping", "priority"],
  }),
  "mail-routed": change("info", {
    meaning: "A mapping leads the mail of an address to a plan, where none did.",
    headline: "a mapping leads mail to {mailbox} to {to}, where none did",
    mirror: "mail-unrouted",
    field: ["mapping"],
    needsPlan: true,
  }),
  "address-created": change("info", {
    meaning: "VCC begins to pull the mail of a mailbox.",
    headline: "VCC begins to pull the mail of {who}, which goes to {to}",
    mirror: "address-deleted",
  }),
} as const satisfies Readonly<Record<string, FindingRule>>;
