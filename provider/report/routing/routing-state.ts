import type { PlannedResource } from "../planned-resource";
import { CREATES, DELETES } from "../read/operations";
import type { Step } from "../read/engine-run";
import { isFormerKept, isObjectUnseen } from "../resource-sides";
import { hasSamePlan, type PlannedMapping } from "./planned-mapping";
import { rank } from "./rank";
import { mailboxOn, replacedInUnknownOrder, type RoutedStack } from "./routed-stack";

/** Destination of a mailbox's mail: the mapping that takes it, nobody, or one that nobody can tell. */
export type Destination = PlannedMapping | "nobody" | "unknown";

/** Mappings and addresses that VCC has at one moment of a run, by the objects that they are. */
export class RoutingState {
  /** By object: of a resource that is replaced, there may be two. */
  readonly #mappings = new Map<string, PlannedMapping>();
  readonly #pulled = new Map<string, string>();
  /** Objects by mailbox, for speed. */
  readonly #objects = new Map<string, Set<string>>();
  readonly #formers = new Map<string, string[]>();
  readonly #inUnknownOrder: ReadonlySet<string>;
  readonly #stack: RoutedStack;

  /** The state before the run. */
  constructor(stack: RoutedStack, steps: readonly Step[]) {
    this.#stack = stack;
    this.#inUnknownOrder = replacedInUnknownOrder(steps);
    for (const [former, mailbox] of stack.successors)
      this.#formers.set(mailbox, [...(this.#formers.get(mailbox) ?? []), former]);
    for (const [urn, mapping] of stack.before) this.#putMapping(urn, mapping);
    for (const [urn, resource] of stack.resources) {
      // One that is taken over is there already.
      const side = isObjectUnseen(resource) ? resource.planned : resource.actual;
      this.#putAddress(urn, mailboxOn(resource, side));
    }
  }

  /** Does a step, and gives the mailboxes that it may concern. */
  apply(step: Step): ReadonlySet<string> {
    const resource = this.#stack.resources.get(step.urn);
    const effect = resource && this.#effectOf(step, resource);
    if (resource === undefined || effect === undefined) return new Set();
    const object = CREATES.has(step.op) ? `${step.urn} new` : step.urn;
    const isWritten = effect === "written";
    const touched = [
      ...this.#putMapping(object, isWritten ? this.#stack.after.get(step.urn) : undefined),
      ...this.#putAddress(object, isWritten ? mailboxOn(resource, resource.planned) : undefined),
    ];
    return new Set(touched.map((mailbox) => this.#stack.successors.get(mailbox) ?? mailbox));
  }

  #effectOf({ op, urn }: Step, resource: PlannedResource): "written" | "deleted" | undefined {
    // One that leaves the program alone stays in VCC as it is.
    if (resource.action === "leave") return undefined;
    const isInPlace = op === "update" || (op === "replace" && this.#inUnknownOrder.has(urn));
    if (isInPlace || CREATES.has(op)) return "written";
    const isKept = op === "delete-replaced" && isFormerKept(resource);
    return DELETES.has(op) && !isKept ? "deleted" : undefined;
  }

  /** Destination of the mail of a mailbox, or of those whose place it takes. */
  destinationOf(mailbox: string): Destination {
    for (const own of this.followedWith(mailbox)) {
      const objects = [...(this.#objects.get(own) ?? [])];
      // Somebody else pulls the mail of one that the stack has no address of.
      const isPulled = !this.#stack.pulled.has(own) || objects.some((object) => this.#pulled.has(object));
      const mappings = objects.flatMap((object) => this.#mappings.get(object) ?? []);
      if (isPulled && mappings.length > 0) return destination(mappings);
    }
    return "nobody";
  }

  /** The mailbox, and those whose place it takes. */
  followedWith(mailbox: string): readonly string[] {
    return [mailbox, ...(this.#formers.get(mailbox) ?? [])];
  }

  /** Mappings that name a mailbox, or one whose place it takes, by object. */
  mappingsOf(mailbox: string): ReadonlyMap<string, PlannedMapping> {
    const found = new Map<string, PlannedMapping>();
    for (const own of this.followedWith(mailbox))
      for (const object of this.#objects.get(own) ?? []) {
        const mapping = this.#mappings.get(object);
        if (mapping !== undefined) found.set(object, mapping);
      }
    return found;
  }

  #putMapping(object: string, mapping: PlannedMapping | undefined): string[] {
    const former = this.#mappings.get(object);
    if (mapping === undefined) this.#mappings.delete(object);
    else this.#mappings.set(object, mapping);
    const [was, is] = [former, mapping].map((one) => [...(one?.mailboxes.keys() ?? [])]);
    return this.#index(object, was, is);
  }

  #putAddress(object: string, mailbox: string | undefined): string[] {
    const former = this.#pulled.get(object);
    if (mailbox === undefined) this.#pulled.delete(object);
    else this.#pulled.set(object, mailbox);
    return this.#index(object, former === undefined ? [] : [former], mailbox === undefined ? [] : [mailbox]);
  }

  #index(object: string, was: readonly string[] = [], is: readonly string[] = []): string[] {
    for (const mailbox of was) this.#objects.get(mailbox)?.delete(object);
    for (const mailbox of is) {
      const objects = this.#objects.get(mailbox) ?? new Set();
      this.#objects.set(mailbox, objects.add(object));
    }
    return [...was, ...is];
  }
}

/** The mapping that takes mail, of those that name its mailbox; any of them where all lead to one plan. */
export function destination(mappings: readonly PlannedMapping[]): Destination {
  const { winner, mappings: ranked } = rank(mappings);
  if (winner !== undefined) return winner;
  const [first] = ranked;
  if (first === undefined) return "nobody";
  const isOnePlan = ranked.every(({ mapping }) => hasSamePlan(first.mapping, mapping) === true);
  return isOnePlan ? first.mapping : "unknown";
}
