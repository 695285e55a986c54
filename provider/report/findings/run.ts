import { groupBy } from "../../values/group-by";
import { parseUrn } from "../../values/urns";
import type { Subject } from "../../../schema/report/change-report";
import type { FindingId } from "../../../schema/report/finding";
import { cleanedMessage as cleaned } from "../clean-report";
import type { PlannedResource } from "../planned-resource";
import { isComplete, isOfRefreshAlone, unchangedOf } from "../read/completeness";
import { COUNTED } from "../read/operations";
import { type EngineRun, errorsOf, type PolicyViolation, type Step } from "../read/engine-run";
import { laterKindOf } from "../read/own-kinds";
import { isDefaultProvider, isStack } from "../read/urns";
import { sidesOf } from "../resource-sides";
import { aboutResource, type Draft } from "./draft";

const MOST_FAILURES = 10;

/** Findings about the run itself: its failures, its policies, what it leaves out. */
export function runFindings(run: EngineRun, resources: readonly PlannedResource[], stack: Subject): Draft[] {
  return [
    ...failures(run, stack),
    ...unreadableSteps(run, resources, stack),
    ...policies(run, stack),
    ...miscounts(run, stack),
    ...unshown(run, stack),
    ...unknownKinds(resources),
  ];
}

/** The language host's words, at a level below that of errors; its error says nothing. Source: tried, 3.259. */
const WITHOUT_PACKAGES = "It looks like the Pulumi SDK has not been installed";

function failures(run: EngineRun, stack: Subject): Draft[] {
  if (isComplete(run)) return [];
  if (run.messages.some(({ text }) => text.includes(WITHOUT_PACKAGES))) {
    const text =
      "The preview failed, so nobody can tell what would happen: the program's packages aren't installed. Run npm install in its folder.";
    return [{ id: "cannot-tell", subject: stack, text, values: ["packages"] }];
  }
  // The frames of a stack say nothing to who reads a report; the first one is its place.
  const errors = errorsOf(run).map(({ text }) =>
    cleaned(text.split(/\n[^\S\n]+at (?=\S)/u, 2).join("\n at ")).replace(/^error: /u, ""),
  );
  if (errors.length === 0) {
    const text =
      run.policies === undefined
        ? "The preview failed, and this input doesn't say why: a policy may forbid the change. An event log of the same run (--event-log) says it."
        : "The preview didn't come to its end, or its log isn't whole: what would happen besides, nobody can tell.";
    return [{ id: "cannot-tell", subject: stack, text, values: ["end"] }];
  }
  return [...new Set(errors)].slice(0, MOST_FAILURES).map((error) => ({
    id: "cannot-tell",
    subject: stack,
    text: `The preview failed, so what would happen is told in part: ${error}`,
    values: ["failed", error],
  }));
}

/** Of resources of this package's, a finding of their own tells it. */
function unreadableSteps(
  { steps }: EngineRun,
  resources: readonly PlannedResource[],
  stack: Subject,
): Draft[] {
  const own = new Set(resources.filter(({ kind }) => kind !== undefined).map(({ urn }) => urn));
  const count = steps.filter((step) => !isReadable(step) && !own.has(step.urn)).length;
  if (count === 0) return [];
  const text = `${count === 1 ? "A step" : `${count} steps`} of the preview can't be read: what they change, nobody can tell.`;
  return [{ id: "cannot-tell", subject: stack, text, values: ["steps", count] }];
}

function isReadable({ op, old, new: after }: Step): boolean {
  return op !== "unknown" && old !== "unreadable" && after !== "unreadable";
}

const POLICY_FINDINGS = {
  mandatory: "policy-violated",
  advisory: "policy-advice",
  remediated: "policy-remediated",
} as const satisfies Readonly<Record<PolicyViolation["enforcement"], FindingId>>;

/** Each policy once an object, with all that it says of it. */
function policies({ policies: found = [] }: EngineRun, stack: Subject): Draft[] {
  const groups = groupBy(found, (one) => [JSON.stringify([one.policy, one.urn, one.enforcement])]);
  return [...groups.values()].map((group) => {
    const [{ policy, urn, enforcement }] = group;
    // The first line is the policy's own description.
    const texts = new Set(group.flatMap(({ text }) => text.split("\n").map(cleaned)));
    const says =
      enforcement === "remediated"
        ? "changes the object to what it demands."
        : [...texts].filter((text) => text !== "").join(" ");
    return {
      id: POLICY_FINDINGS[enforcement],
      subject: urn === undefined || isStack(urn) ? stack : (ofUrn(urn) ?? stack),
      text: `The policy ${cleaned(policy)} (${enforcement})${enforcement === "remediated" ? "" : ":"} ${says}`,
      values: [policy],
    };
  });
}

/** The engine leaves a step out in silence where it can't print it: only its own count shows that. */
function miscounts(run: EngineRun, stack: Subject): Draft[] {
  const { steps, summary } = run;
  // What a refresh alone finds is counted as an update, and told in another way by each shape.
  if (isOfRefreshAlone(run)) return [];
  if (summary === undefined) return isComplete(run) ? [uncounted(stack)] : [];
  return [...COUNTED].flatMap((op) => {
    const own = steps.filter((step) => step.op === op && !isDefaultProvider(step.urn));
    const shown = new Set(own.map(({ urn }) => urn)).size;
    const counted = summary[op] ?? 0;
    if (counted <= shown) return [];
    const text = `The engine counts ${counted} of "${op}" and shows ${shown}: what the others are, nobody can tell.`;
    return [{ id: "cannot-tell" as const, subject: stack, text, values: ["count", op, counted, shown] }];
  });
}

function uncounted(stack: Subject): Draft {
  const text =
    "The engine's own count of the steps (changeSummary) is missing: nobody can tell if the preview is whole. Make it anew.";
  return { id: "cannot-tell", subject: stack, text, values: ["summary"] };
}

/** A resource that stays as it is may be left out in silence, too, and with it what somebody did to it. */
function unshown(run: EngineRun, stack: Subject): Draft[] {
  const { counted, shown, isToShowAll } = unchangedOf(run);
  if (!isToShowAll || !isComplete(run) || counted <= shown) return [];
  const text = `The engine counts ${counted} resources that stay as they are and shows ${shown}: what somebody did to the others, nobody can tell.`;
  return [{ id: "cannot-tell", subject: stack, text, values: ["count", "same", counted, shown] }];
}

/** Resources of this package's whose kind this release doesn't know: what they do to mail, it can't tell. */
function unknownKinds(resources: readonly PlannedResource[]): Draft[] {
  return resources.flatMap((resource) => {
    const { type, name, action, isUnreadable } = resource;
    const kind = laterKindOf(type);
    const isComponent = !sidesOf(resource).some(({ isCustom }) => isCustom);
    if (kind === undefined || isComponent) return [];
    if (action === "none" && !isUnreadable) return [];
    const text =
      `Nobody can tell what happens to ${kind} ${name}: this release doesn't know its kind. Make the report with the ` +
      "release of pulumi-vcc that the program uses.";
    return [
      { id: "cannot-tell", subject: aboutResource({ kind, type, name }), text, values: ["kind", action] },
    ];
  });
}

function ofUrn(urn: string): Subject | undefined {
  const parts = parseUrn(urn);
  return parts && aboutResource({ type: parts.type.split(":").at(-1) ?? parts.type, name: parts.name });
}
