import { change, file, lint, GONE, ITSELF, type FindingRule } from "./finding-rule";

/** Kinds of findings about objects of VCC, edits of them, and the fleet file. */
export const OBJECT_FINDINGS = {
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
    field: ["signature"],
  }),
  "signature-tracking-pixel": change("warning", {
    meaning: "A signature gains an image that nobody sees: it tells who reads.",
    headline: "the signature of {who} gains an image that tells who reads",
    mirror: GONE,
    field: ["signature"],
  }),
  "signature-removed": change("warning", {
    meaning: "Answers of a mailbox have no signature any more.",
    headline: "answers of {who} have no signature any more",
    mirror: "signature-added",
    field: ["signature"],
  }),
  "signature-changed": change("info", {
    meaning: "The signature below answers changes: its text, or its HTML alone.",
    headline: "the signature of {who} changes",
    mirror: ITSELF,
    field: ["signature"],
  }),
  "signature-remote-image": change("info", {
    meaning: "A signature gains an image that each reader's mail program loads.",
    headline: "the signature of {who} gains an image that readers load",
    mirror: GONE,
    field: ["signature"],
  }),
  "signature-added": change("info", {
    meaning: "Answers of a mailbox get a signature.",
    headline: "answers of {who} get a signature",
    mirror: "signature-removed",
    field: ["signature"],
  }),

  // Edits outside the program.
  "drift-edited": change("warning", {
    meaning:
      "Somebody edited outside the program what the program sets: the next pulumi up --refresh puts it back.",
    headline: "somebody changed {object} outside the program",
    mirror: ITSELF,
    holds: "before",
    isEdit: true,
    section: "drift",
  }),
  "drift-kept": change("info", {
    meaning: "Somebody edited outside the program what the program doesn't set: it stays as it is in VCC.",
    headline: "somebody edited {object} outside the program, which stays so",
    mirror: ITSELF,
    holds: "before",
    isEdit: true,
    section: "drift",
  }),
  "drift-adopted": change("info", {
    meaning: "Somebody edited an object outside the program, which by now says the same: nothing is written.",
    headline: "the program says by now what somebody edited outside of it: {object}",
    mirror: ITSELF,
    holds: "always",
    isEdit: true,
    section: "drift",
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
