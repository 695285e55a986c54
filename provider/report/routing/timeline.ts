import type { RunStep, Unrouted } from "../../../schema/report/change-report";
import type { PlannedResource } from "../planned-resource";
import type { Step } from "../read/engine-run";
import { hasSamePlan, type PlannedMapping } from "./planned-mapping";
import type { RoutedStack } from "./routed-stack";
import { CREATES, DELETES } from "../read/operations";
import { type Destination, destination, RoutingState } from "./routing-state";

/** Time between two steps of a run in which a mailbox's mail goes to a plan that takes it neither before nor after. */
export interface Diversion extends Unrouted {
  readonly mapping: PlannedMapping;
}

/** Course of a mailbox's mail during a run: the times in which it reaches nobody, or another plan than at both ends. */
export interface MailCourse {
  readonly unrouted: readonly Unrouted[];
  readonly diverted: readonly Diversion[];
  /** True if the run has more steps about the mailbox than are followed. */
  readonly hasTooManySteps: boolean;
}

/**
 * Steps about one mailbox beyond which its mail isn't followed: after each, all of its mappings are ranked again, which
 * costs by the square. Source: our choice; a mailbox has a handful of mappings.
 */
export const MOST_STEPS = 100;

/** A step of the run with the destination that a mailbox's mail has after it. */
interface Moment {
  readonly step: Step;
  readonly destination: Destination;
}

/** State of a mailbox before a run. */
interface Start {
  /** The mailbox, and those whose place it takes. */
  readonly followed: readonly string[];
  readonly mappings: ReadonlyMap<string, PlannedMapping>;
  readonly ends: Ends;
}

/** Destinations of a mailbox's mail at both ends of a run. */
interface Ends {
  readonly before: Destination;
  readonly after: Destination;
}

/**
 * Courses of the mail that reaches somebody before the run and after it, by mailbox in canonical spelling, where it is
 * interrupted or diverted: by the order in which the engine tells its steps, and by the orders that it may choose.
 */
export function mailCourses(steps: readonly Step[], stack: RoutedStack): ReadonlyMap<string, MailCourse> {
  const start = new RoutingState(stack, steps);
  const state = new RoutingState(stack, steps);
  const moments = new Map<string, Moment[]>();
  for (const step of steps) {
    for (const mailbox of state.apply(step)) {
      const known = moments.get(mailbox) ?? [];
      moments.set(mailbox, known);
      if (known.length > MOST_STEPS) continue;
      known.push({ step, destination: state.destinationOf(mailbox) });
    }
  }
  return new Map(
    [...moments].flatMap(([mailbox, own]) => {
      const ends = { before: start.destinationOf(mailbox), after: state.destinationOf(mailbox) };
      if (ends.before === "nobody" || ends.after === "nobody") return [];
      if (own.length > MOST_STEPS) return [[mailbox, { ...NO_COURSE, hasTooManySteps: true }] as const];
      const inOrder = courseInOrder(own, ends, stack);
      const before = { followed: start.followedWith(mailbox), mappings: start.mappingsOf(mailbox), ends };
      const course = isEventful(inOrder) ? inOrder : inAnyOrder(own, before, stack);
      return isEventful(course) ? [[mailbox, course] as const] : [];
    }),
  );
}

function isEventful({ unrouted, diverted }: MailCourse): boolean {
  return unrouted.length > 0 || diverted.length > 0;
}

/** The course in the order in which the engine tells its steps. */
function courseInOrder(moments: readonly Moment[], ends: Ends, stack: RoutedStack): MailCourse {
  const unrouted: Unrouted[] = [];
  const diverted: Diversion[] = [];
  let begun: Moment | undefined;
  for (const moment of moments) {
    if (begun?.destination === moment.destination) continue;
    if (begun !== undefined) {
      const between = {
        after: toRunStep(begun.step, stack),
        until: toRunStep(moment.step, stack),
        // Only with what it deletes and makes again the engine keeps an order; other steps it may do at once.
        isCertain: begun.step.op === "delete-replaced" && begun.step.urn === moment.step.urn,
      };
      if (begun.destination === "nobody") unrouted.push(between);
      else if (typeof begun.destination === "object")
        diverted.push({ ...between, mapping: begun.destination });
    }
    begun = isElsewhere(moment.destination, ends) ? moment : undefined;
  }
  return { unrouted, diverted, hasTooManySteps: false };
}

/** True for mail that reaches nobody, or a plan that surely takes it neither before nor after. */
function isElsewhere(at: Destination, { before, after }: Ends): boolean {
  if (typeof at === "string") return at === "nobody";
  return [before, after].every((end) => typeof end === "object" && hasSamePlan(end, at) === false);
}

/**
 * The course where the engine does writes of several mappings in another order than it tells, or at once: after any of
 * them alone, and after all that take the mailbox away from a mapping.
 */
function inAnyOrder(
  moments: readonly Moment[],
  { followed, mappings, ends }: Start,
  stack: RoutedStack,
): MailCourse {
  const writes = moments.flatMap(({ step }) => {
    const written = stack.after.get(step.urn);
    const isWrite = step.op === "update" || step.op === "create";
    return isWrite && written !== undefined ? [{ step, written }] : [];
  });
  const isNamedBy = ({ mailboxes }: PlannedMapping) => followed.some((mailbox) => mailboxes.has(mailbox));
  const losses = writes.filter(({ written }) => !isNamedBy(written));
  for (const first of [losses, ...writes.map((write) => [write])]) {
    const [begun] = first;
    const until = writes.find((write) => !first.includes(write) && isNamedBy(write.written));
    if (begun === undefined || until === undefined) continue;
    const present = new Map(mappings);
    for (const { step, written } of first) {
      if (isNamedBy(written)) present.set(step.urn, written);
      else present.delete(step.urn);
    }
    const at = destination([...present.values()]);
    if (!isElsewhere(at, ends)) continue;
    const between = {
      after: toRunStep(begun.step, stack),
      until: toRunStep(until.step, stack),
      isCertain: false,
    };
    if (at === "nobody") return { ...NO_COURSE, unrouted: [between] };
    if (typeof at === "object") return { ...NO_COURSE, diverted: [{ ...between, mapping: at }] };
  }
  return NO_COURSE;
}

export const NO_COURSE: MailCourse = { unrouted: [], diverted: [], hasTooManySteps: false };

function toRunStep({ op, urn }: Step, { resources }: RoutedStack): RunStep {
  const { kind, type, name }: Pick<PlannedResource, "kind" | "type" | "name"> = resources.get(urn) ?? {
    kind: undefined,
    type: "",
    name: urn,
  };
  const action = DELETES.has(op) ? "delete" : CREATES.has(op) ? "create" : "update";
  return { resource: { kind: kind ?? type, name }, action };
}
