import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import { EMAIL_SIGNATURE } from "../../../schema/email-signature";
import { EMAIL_ADDRESS } from "../../../schema/email-address";
import type { FindingId } from "../../../schema/report/finding";
import type { PlannedResource } from "../planned-resource";
import type { Side } from "../read/engine-run";
import type { HiddenChange, ResourceChanges } from "../resource-changes";
import { REPORT_RUN } from "../read/preview-commands";
import { propertyWords, titleOf } from "../nouns";
import { isFormerKept, sidesOf } from "../resource-sides";
import { isHidden } from "../routing/planned-mapping";
import { aboutResource, type Draft } from "./draft";

/** Findings about any resource: its protection, and what becomes of its object. `told`: properties that others tell of. */
export function resourceFindings(
  resource: PlannedResource,
  found: ResourceChanges,
  told: ReadonlySet<string>,
): Draft[] {
  return [
    ...protection(resource),
    ...unreadable(resource, found),
    ...hiddenChanges(resource, found, told),
    ...ofUnknownMailbox(resource),
    ...existence(resource, found),
  ];
}

/** A resource whose states the input doesn't hold, or not so that they tell anything. */
function unreadable(resource: PlannedResource, { changes, drift }: ResourceChanges): Draft[] {
  const { action, isUnreadable, untoldOperation, hasFormerObject, isExistenceKnown } = resource;
  const subject = aboutResource(resource);
  const title = titleOf(resource);
  if (isUnreadable) {
    const text = `Nobody can tell what happens to the ${title}: a part of its state can't be read.`;
    return [{ id: "cannot-tell", subject, text, values: ["unreadable"] }];
  }
  if (untoldOperation !== undefined) {
    const text = `Nobody can tell what becomes of the mail of the ${title}: the engine plans "${untoldOperation}" beside other steps, by which it takes another object than it had.`;
    return [{ id: "cannot-tell", subject, text, values: [untoldOperation] }];
  }
  if (hasFormerObject) {
    const text = `Nobody can tell what becomes of the mail of the ${title}: an earlier run hasn't come to deleting a former object of it, which takes mail until this run deletes it.`;
    return [{ id: "cannot-tell", subject, text, values: ["former object"] }];
  }
  if (!isExistenceKnown) {
    const text = `Nobody can tell if the ${title} is still there: the engine asked VCC, and this input shows neither the answer nor what the program says of it.`;
    return [{ id: "cannot-tell", subject, text, values: ["existence"] }];
  }
  if (action === "update" && changes.length === 0 && drift.length === 0) {
    const text = `Nobody can tell what changes of the ${title}: the engine updates it, and this input doesn't show why.`;
    return [{ id: "cannot-tell", subject, text, values: ["update"] }];
  }
  return [];
}

const REASONS: Readonly<Record<HiddenChange["reason"], string>> = {
  secret: "secret",
  unknown: "known only after apply, and this input doesn't tell from what",
};

/** Next step of who wants to see what a change hides. */
const NEXT: Readonly<Record<HiddenChange["reason"], string>> = {
  secret: "Have this checked by somebody who may see the secret, or give it as plain configuration.",
  unknown: `${REPORT_RUN} may tell more.`,
};

/** Properties of which a finding of their own tells that nobody can see what they become. */
const TOLD_APART = new Set([
  `${EMAIL_ADDRESS} emailAddress`,
  `${INTERACTION_PLAN_MAPPING} addresses`,
  `${EMAIL_SIGNATURE} html`,
]);

/** Changes that can't be shown: whoever approves one approves any other as well. */
function hiddenChanges(
  resource: PlannedResource,
  { hidden }: ResourceChanges,
  told: ReadonlySet<string>,
): Draft[] {
  const { kind, urn } = resource;
  // Of an unknown of unknown origin this tells that the input lacks it, which nothing else does.
  const isTold = (property: string, reason: HiddenChange["reason"]) =>
    TOLD_APART.has(`${kind} ${property}`) ||
    (reason === "secret" && told.has(`${urn} ${property.split(".", 1).join("")}`));
  return (["secret", "unknown"] as const).flatMap((reason) => {
    const own = hidden.filter((one) => one.reason === reason).map(({ property }) => property);
    const properties = [...new Set(own)].filter((property) => !isTold(property, reason)).sort();
    if (properties.length === 0) return [];
    const [values, are] = properties.length === 1 ? ["value", "is"] : ["values", "are"];
    const named = properties.map(propertyWords).join(", ");
    const text =
      `Nobody can tell what becomes of the ${titleOf(resource)}: the new ${values} of ${named} ${are} ` +
      `${REASONS[reason]}. ${NEXT[reason]}`;
    return [{ id: "cannot-tell", subject: aboutResource(resource), text, values: [reason, properties] }];
  });
}

function ofUnknownMailbox(resource: PlannedResource): Draft[] {
  const unknown = sidesOf(resource).filter((side) => isOfUnknownMailbox(resource, side));
  // What stays as it is needn't be known; but a state without a mailbox is none that this package has written.
  const isUsual = unknown.every(({ inputs }) => isHidden(inputs["emailAddress"]));
  const isLeft = !resource.isManaged || (resource.action === "none" && isUsual);
  if (unknown.length === 0 || isLeft) return [];
  const text = `Nobody can tell whose mail the ${titleOf(resource)} is about: its mailbox is secret, or not known yet.`;
  return [{ id: "cannot-tell", subject: aboutResource(resource), text, values: ["emailAddress"] }];
}

/** An object that stays without its resource, that is taken over, or that another one takes the place of. */
function existence(resource: PlannedResource, { changes, imported }: ResourceChanges): Draft[] {
  const { kind, action } = resource;
  const subject = aboutResource(resource);
  const title = titleOf(resource);
  if (action === "leave") {
    const text = `The ${title} leaves the program, and its object stays in VCC as it is, where nobody manages it.`;
    return [{ id: "left-in-vcc", subject, text, values: [] }];
  }
  if (action === "adopt") {
    const text = `The ${title} takes over an object that is in VCC already, and makes it as the program says. How it is until then, no preview shows.`;
    return [{ id: "adopted", subject, text, values: [] }];
  }
  if (action === "import") {
    const text = `The ${title} takes over an object that is in VCC already, as it is: the import writes nothing to VCC.`;
    return [{ id: "adopted", subject, text, values: ["import", imported] }];
  }
  if (action !== "replace") return [];
  const left = `The former object of the ${title} stays in VCC as it is, where nobody manages it: the resource is replaced, and retained.`;
  const leaving: Draft[] = isFormerKept(resource)
    ? [{ id: "left-in-vcc", subject, text: left, values: ["replaced"] }]
    : [];
  // Of an address that gets another mailbox, that is told.
  if (changes.some(({ property }) => property === "emailAddress")) return leaving;
  const text = `The ${title} is replaced: VCC gets a new object, and the one that it has ${isFormerKept(resource) ? "stays" : "is deleted"}.`;
  // A new address has to be signed in to; what becomes of mail where another object is replaced, routing tells.
  const level = kind === EMAIL_ADDRESS ? "warning" : "info";
  return [...leaving, { id: "object-replaced", subject, text, values: [], level }];
}

function isOfUnknownMailbox({ kind }: PlannedResource, { inputs }: Side): boolean {
  return kind === EMAIL_ADDRESS && typeof inputs["emailAddress"] !== "string";
}

/** A removed protection is no change of the object, and no step of the engine shows it. */
function protection(resource: PlannedResource): Draft[] {
  const { actual, planned } = resource;
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
      {
        id,
        subject,
        text: `The ${titleOf(resource)} ${was ? without : withIt} (${option}).`,
        values: [option],
      },
    ];
  });
}
