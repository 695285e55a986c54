import { stripVTControlCharacters } from "node:util";
import type { Subject } from "../../../schema/report/change-report";
import { FINDING_IDS, type FindingId } from "../../../schema/report/finding";
import { toForeignLine } from "../../text/plain-text";
import { redactForeign } from "../../text/redact";
import { IDENTITY } from "../../pulumi/provider-text";
import type { PlannedResource } from "../planned-resource";
import { isComplete, isOfRefreshAlone, unchangedOf } from "../read/completeness";
import type { EngineRun } from "../read/step";
import { isDefaultProvider } from "../read/urns";
import { sidesOf } from "../stack-names";
import { aboutResource, type Draft } from "./draft";

/** A line of a fleet file's check, as the program prints it: place, severity, sentence and rule. */
const LINT_LINE =
  /^(?<file>[^\n]{1,1000}?):(?<line>\d+):(?<column>\d+) (?<severity>error|warning) (?<text>.*) \[(?<rule>[a-z-]+)\]$/su;
const MOST_FAILURES = 10;

/** Findings about the run itself: its failures, its policies, what the program's own check says. */
export function runFindings(run: EngineRun, resources: readonly PlannedResource[], stack: Subject): Draft[] {
  return [
    ...failures(run, stack),
    ...unreadableSteps(run, stack),
    ...policies(run, stack),
    ...lintLines(run),
    ...miscounts(run, stack),
    ...unshown(run, stack),
    ...unknownKinds(resources),
  ];
}

function failures(run: EngineRun, stack: Subject): Draft[] {
  if (isComplete(run)) return [];
  const errors = run.messages
    .filter(({ severity }) => severity === "error")
    .map(({ text }) => cleaned(text).replace(/^error: /u, ""))
    .filter((text) => !/^(?:preview|update) failed$/u.test(text));
  if (errors.length === 0) {
    const text = "The preview didn't come to its end: what would happen after it, nobody can tell.";
    return [{ id: "cannot-tell", subject: stack, text, values: ["end"] }];
  }
  return [...new Set(errors)].slice(0, MOST_FAILURES).map((error) => ({
    id: "cannot-tell",
    subject: stack,
    text: `The preview failed, so what would happen is told in part: ${error}`,
    values: ["failed", error],
  }));
}

function unreadableSteps({ steps }: EngineRun, stack: Subject): Draft[] {
  const count = steps.filter(({ urn }) => urn === "").length;
  if (count === 0) return [];
  const text = `${count === 1 ? "A step" : `${count} steps`} of the preview can't be read: what they change, nobody can tell.`;
  return [{ id: "cannot-tell", subject: stack, text, values: ["steps", count] }];
}

function policies({ policies: found = [] }: EngineRun, stack: Subject): Draft[] {
  return found.map(({ policy, text, urn, isMandatory }) => ({
    id: "policy-violated",
    subject: urn === undefined ? stack : ofUrn(urn),
    text: `${cleaned(policy)}: ${cleaned(text)}`,
    values: [policy],
    ...(!isMandatory && { level: "warning" as const }),
  }));
}

/** Warnings of a fleet's check: told with the place that they name. */
function lintLines({ messages }: EngineRun): Draft[] {
  return messages.flatMap(({ text }) => {
    const {
      file = "",
      line,
      column,
      text: sentence = "",
      rule,
      severity,
    } = LINT_LINE.exec(text.trim().replace(/^(?:warning|error): /u, ""))?.groups ?? {};
    const id = FINDING_IDS.find((one): one is FindingId => one === rule);
    if (id === undefined) return [];
    const path = /^[^:\s]+(?=: )/u.exec(sentence)?.[0] ?? "";
    return [
      {
        id,
        subject: { kind: "file" as const, name: file },
        text: cleaned(sentence),
        values: [path, sentence],
        place: { file, line: Number(line), column: Number(column) },
        level: severity === "error" ? ("error" as const) : ("warning" as const),
      },
    ];
  });
}

/** Operations that the engine counts and shows one by one. */
const COUNTED = ["create", "update", "replace", "delete", "import", "read"];

/** The engine leaves a step out in silence where it can't print it: only its own count shows that. */
function miscounts(run: EngineRun, stack: Subject): Draft[] {
  const { steps, summary } = run;
  // What a refresh alone finds is counted as an update, and told in another way by each shape.
  if (isOfRefreshAlone(run)) return [];
  if (summary === undefined) return isComplete(run) ? [uncounted(stack)] : [];
  return COUNTED.flatMap((op) => {
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

/** Kind in a type of this package's, of which a later release may have more. */
const OWN_TYPE = /^(?:pulumi-nodejs:dynamic\/vcc:|vcc:index:)(\w+)$/u;

/** Resources of this package's whose kind this release doesn't know: what they do to mail, it can't tell. */
function unknownKinds(resources: readonly PlannedResource[]): Draft[] {
  return resources.flatMap((resource) => {
    const { type, name, action, isUnreadable } = resource;
    const kind = resource.kind === undefined ? OWN_TYPE.exec(type)?.[1] : undefined;
    const isComponent = !sidesOf(resource).some(({ isCustom }) => isCustom);
    if (kind === undefined || kind === IDENTITY.kind || isComponent) return [];
    if (action === "none" && !isUnreadable) return [];
    const text =
      `Nobody can tell what happens to ${kind} ${name}: this release doesn't know its kind. Make the report with the ` +
      "release of pulumi-vcc that the program uses.";
    return [
      { id: "cannot-tell", subject: aboutResource({ kind, type, name }), text, values: ["kind", action] },
    ];
  });
}

function ofUrn(urn: string): Subject {
  const [, , type = "", ...name] = urn.split("::");
  return aboutResource({ type: type.split(":").at(-1) ?? type, name: name.join("::") });
}

/** Directives by which the engine colours. */
const COLOUR = /<\{%[^%]*%\}>/gu;
/** Folders before a file's name, but for those of a URL. */
const FOLDERS = /(?<![\w:/.])(?:[A-Za-z]:)?[\\/](?:[^\s\\/:'"()<>]+[\\/])+/gu;

/** Text of the engine or of a program as one line, without secrets, colours and this machine's folders. */
function cleaned(text: string): string {
  const plain = stripVTControlCharacters(text.replace(COLOUR, ""));
  return toForeignLine(redactForeign(plain).replace(FOLDERS, ""));
}
