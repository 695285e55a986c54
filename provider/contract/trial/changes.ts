import { contractKindOf } from "../../../schema/contract/kinds";
import { toMs } from "../../../schema/time";
import { hasErrorCode } from "../../errors";
import type { TrialClaimId } from "./claims";
import { changedBesides, hasContentBesides } from "./content";
import type { Subject } from "./subject";

type Timed = object & { readonly updatedAt?: string | null | undefined };

/** A change of some fields, and what tells that it shows. */
export interface Change<Dto, Body> {
  readonly changes: Partial<Body>;
  readonly isVisible: (dto: Dto) => boolean;
}

/** Changes of the objects of one kind, and what they tell of the claims that all kinds share. */
export class Changes<Dto extends Timed, Body extends object> {
  readonly #subject: Subject<Dto, Body>;
  #sendsWhole: boolean;

  constructor(subject: Subject<Dto, Body>) {
    this.#subject = subject;
    this.#sendsWhole = subject.run.context.contract.sendsWhole(subject.kind);
  }

  /** Changes an object as it was read, and reads it again. */
  async change(before: Dto, { changes, isVisible }: Change<Dto, Body>): Promise<Dto> {
    const { findings } = this.#subject.run;
    await this.#send(before, changes);
    const after = await this.#subject.settle(this.#subject.idOf(before), isVisible);
    if (!tellsTime(before)) {
      findings.tell("C106", this.#subject.kind, { verdict: "cannotTell", seen: NO_TIME });
      return after;
    }
    const next = "A run can't tell an old reply from a new one: tell the makers of this package.";
    if (isLater(after, before)) findings.confirm("C106", this.#subject.kind);
    else findings.contradict("C106", this.#subject.kind, "it stays", next);
    return after;
  }

  /**
   * Changes one field alone; where VCC refuses that, or loses the others, from then on with the whole object. The object
   * with all that it had before; undefined where no change can be tried. `claim`: that a change does what it says.
   */
  async changeAlone(before: Dto, change: Change<Dto, Body>, claim: TrialClaimId): Promise<Dto | undefined> {
    const { kind, run } = this.#subject;
    const { findings } = run;
    const after = await this.#changeOrRefused(before, change);
    if (after === undefined) return this.#changeWhole(before, change, claim);
    const own = Object.keys(change.changes);
    const changed = changedBesides(before, after, own);
    if (changed.length === 0) {
      this.#keptOthers(before, own);
      return after;
    }
    findings.contradict("C19", kind, `${changed.join(", ")} changed as well`);
    if (this.#sendsWhole) return undefined;
    findings.addResult(kind, "patchKeeps");
    this.#sendsWhole = true;
    const lost = Object.fromEntries(Object.entries(before).filter(([key]) => changed.includes(key)));
    return this.change(after, { changes: { ...change.changes, ...lost }, isVisible: change.isVisible });
  }

  #keptOthers(before: Dto, own: readonly string[]): void {
    const { kind, run } = this.#subject;
    const { essential = [], readOnly = [] } = contractKindOf(kind) ?? {};
    if (hasContentBesides(before, [...own, ...essential, ...readOnly]))
      run.findings.confirm("C19", kind, this.#sendsWhole ? "the whole object is sent" : undefined);
    else
      run.findings.tell("C19", kind, { verdict: "cannotTell", seen: "there is nothing that could be lost" });
  }

  /** Sends what VCC has refused as one field within the whole object, which may be what VCC wants. */
  async #changeWhole(before: Dto, change: Change<Dto, Body>, claim: TrialClaimId): Promise<Dto | undefined> {
    const { kind, run } = this.#subject;
    const { findings, context } = run;
    const isPossible = !this.#sendsWhole && !context.contract.lacksCall(kind, "read");
    this.#sendsWhole = true;
    const after = isPossible ? await this.#changeOrRefused(before, change) : undefined;
    if (after === undefined) {
      for (const id of ["C19", claim] as const)
        findings.tell(id, kind, { verdict: "cannotTell", seen: "VCC refuses the change" });
      return undefined;
    }
    findings.contradict("C19", kind, "VCC takes a change only with the whole object");
    findings.addResult(kind, "patchKeeps");
    return after;
  }

  /**
   * Takes something away by null, together with a change of a text by which it is told whether it shows. Undefined where
   * VCC refuses null; `unclear` where it may refuse the change for another reason. `texts`: two that differ.
   */
  async clear(
    before: Dto,
    cleared: Partial<Body>,
    [text, otherText]: readonly [Change<Dto, Body>, Change<Dto, Body>],
  ): Promise<Dto | "unclear" | undefined> {
    const both = ({ changes, isVisible }: Change<Dto, Body>) => ({
      changes: { ...cleared, ...changes },
      isVisible,
    });
    const after = await this.#changeOrRefused(before, both(text));
    if (after !== undefined) return after;
    const changed = await this.#changeOrRefused(before, text);
    return changed === undefined ? "unclear" : this.#changeOrRefused(changed, both(otherText));
  }

  /** Writes what VCC has already. The object, as VCC answers. */
  async writeAgain(before: Dto, { changes }: Change<Dto, Body>): Promise<Dto> {
    const { kind, run } = this.#subject;
    const reply = await this.#send(before, changes).catch(undefinedIfRefused);
    if (reply === undefined) run.findings.contradict("C107", kind, "VCC refuses it");
    else run.findings.confirm("C107", kind, timeToldOf(before, reply));
    return reply ?? before;
  }

  /** Undefined where VCC refuses it. */
  async #changeOrRefused(before: Dto, change: Change<Dto, Body>): Promise<Dto | undefined> {
    return this.change(before, change).catch(undefinedIfRefused);
  }

  async #send(before: Dto, changes: Partial<Body>): Promise<Dto> {
    const id = this.#subject.idOf(before);
    await this.#subject.pause();
    await this.#subject.requireOwn(id);
    return this.#subject.collection.patch(id, changes, { sendsWhole: this.#sendsWhole });
  }
}

const NO_TIME = "VCC doesn't tell when an object was changed";

function undefinedIfRefused(error: unknown): undefined {
  if (!hasErrorCode(error, "VCC_REJECTED")) throw error;
  return undefined;
}

function tellsTime({ updatedAt }: Timed): boolean {
  return toMs(updatedAt) !== undefined;
}

function timeToldOf(before: Timed, after: Timed): string {
  if (!tellsTime(before)) return NO_TIME;
  return isLater(after, before) ? "updatedAt moves" : "updatedAt stays";
}

function isLater(one: Timed, other: Timed): boolean {
  return (toMs(one.updatedAt) ?? 0) > (toMs(other.updatedAt) ?? 0);
}
