import type { Drift } from "../../../schema/report/change-report";
import type { FindingId } from "../../../schema/report/finding";
import type { PlannedResource } from "../planned-resource";
import type { Side } from "../read/step";
import type { ResourceChanges } from "../resource-changes";
import { isFormerKept, sidesOf } from "../stack-names";
import { aboutMailbox, aboutResource, type Draft } from "./draft";

/** Findings about any resource: its protection, and whether its object stays. */
export function resourceFindings(resource: PlannedResource, { changes, drift }: ResourceChanges): Draft[] {
  const subject = aboutResource(resource);
  const title = `${resource.kind} ${resource.name}`;
  const found: Draft[] = [...protection(resource)];
  if (resource.isUnreadable) {
    const text = `Nobody can tell what happens to ${title}: a part of its state can't be read.`;
    found.push({ id: "cannot-tell", subject, text, values: ["unreadable"] });
  }
  if (resource.action === "update" && changes.length === 0 && drift.length === 0 && !resource.isUnreadable) {
    const text = `Nobody can tell what changes of ${title}: the engine updates it, and this input doesn't show why.`;
    found.push({ id: "cannot-tell", subject, text, values: ["update"] });
  }
  if (resource.action !== "none" && sidesOf(resource).some((side) => isOfUnknownMailbox(resource, side))) {
    const text = `Nobody can tell whose mail ${title} is about: its mailbox is secret, or not known yet.`;
    found.push({ id: "cannot-tell", subject, text, values: ["emailAddress"] });
  }
  if (resource.action === "leave") {
    const text = `${title} leaves the program, and its object stays in VCC as it is, where nobody manages it.`;
    found.push({ id: "left-in-vcc", subject, text, values: [] });
  }
  if (isFormerKept(resource)) {
    const text = `The former object of ${title} stays in VCC as it is, where nobody manages it: the resource is replaced, and retained.`;
    found.push({ id: "left-in-vcc", subject, text, values: ["replaced"] });
  }
  if (resource.action === "adopt" || resource.action === "import") {
    const text = `${title} takes over an object that is in VCC already, and makes it as the program says.`;
    found.push({ id: "adopted", subject, text, values: [] });
  }
  return found;
}

function isOfUnknownMailbox({ kind }: PlannedResource, { inputs }: Side): boolean {
  return kind === "EmailAddress" && typeof inputs["emailAddress"] !== "string";
}

/** A removed protection is no change of the object, and no step of the engine shows it. */
function protection(resource: PlannedResource): Draft[] {
  const { actual, planned, kind, name } = resource;
  if (actual === undefined || planned === undefined) return [];
  const subject = aboutResource(resource);
  const turns = [
    [
      actual.isProtected,
      planned.isProtected,
      "protect",
      "can be deleted from now on",
      "can't be deleted from now on",
    ],
    [
      actual.isRetained,
      planned.isRetained,
      "retainOnDelete",
      "is deleted in VCC from now on when it leaves the program",
      "stays in VCC from now on when it leaves the program",
    ],
  ] as const;
  return turns.flatMap(([was, will, option, without, withIt]) => {
    if (was === will) return [];
    const id: FindingId = was ? "protection-removed" : "protection-added";
    return [
      { id, subject, text: `${kind} ${name} ${was ? without : withIt} (${option}).`, values: [option] },
    ];
  });
}

const DELETED = {
  putBack: "this run makes it again",
  adopted: "the program no longer has it either",
  kept: "the program no longer has it either",
  unknown: "what the program says to that, this input doesn't tell",
};

/** Findings about what somebody did outside the program; of sign-ins, the address tells. */
export function driftFindings(drift: readonly Drift[]): Draft[] {
  return drift.flatMap((one): Draft[] => {
    const { resource, mailbox, cause, property, outcome } = one;
    if (cause === "credential") return [];
    const title = `${resource.kind} ${resource.name}`;
    const subject = mailbox === null ? aboutResource({ ...resource, type: "" }) : aboutMailbox(mailbox);
    const values = [title, one.fingerprint];
    if (cause === "deleted") {
      const next = DELETED[outcome ?? "unknown"];
      return [
        {
          id: "drift-deleted",
          subject,
          text: `Somebody deleted ${title} outside the program: ${next}.`,
          values,
        },
      ];
    }
    const what = `${property ?? ""} of ${title}`;
    if (outcome === "adopted")
      return [
        {
          id: "drift-adopted",
          subject,
          text: `Somebody changed ${what}, and the program says the same by now.`,
          values,
        },
      ];
    if (outcome === null)
      return [{ id: "drift-edited", subject, text: `Somebody changed ${what} outside the program.`, values }];
    if (outcome === "kept")
      return [
        {
          id: "drift-kept",
          subject,
          text: `Somebody changed ${what} outside the program, and it stays.`,
          values,
        },
      ];
    return [
      {
        id: "drift-edited",
        subject,
        text: `Somebody changed ${what} outside the program: this run puts it back.`,
        values,
      },
    ];
  });
}
