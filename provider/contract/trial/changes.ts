import { contractKindOf } from "../../../schema/contract/kinds";
import { toMs } from "../../../schema/time";
import { hasErrorCode, type VccError } from "../../errors";
import type { TrialClaimId } from "./claims";
import { changedBesides, hasContentBesides } from "./content";
import type { Subject } from "./subject";
import type { Change, TextChanges } from "./text-changes";

type Timed = object & { readonly updatedAt?: string | null | undefined };

/** Changes of the objects of one kind, and what they tell of the claims that all kinds share. */
export class Changes<Dto extends Timed, Body extends object> {
  readonly #subject: Subject<Dto, Body>;
  /** Changes of a text, by turns, so that each one shows. */
  readonly #texts: TextChanges<Dto, Body>;
  #turn = 0;
  #sendsWhole: boolean;

  constructor(subject: Subject<Dto, Body>, texts: TextChanges<Dto, Body>) {
    this.#subject = subject;
    this.#texts = texts;
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
  async changeAlone(before: Dto, claim: TrialClaimId): Promise<Dto | undefined> {
    const { kind, run } = this.#subject;
    const after = await this.#firstChange(before, claim);
    if (after === "no such call") return undefined;
    if (after === undefined) return this.#changeWhole(before, claim);
    if (this.#keepsOthers(before, after)) return after;
    const second = this.#sendsWhole ? undefined : await this.#changeOnceMore(before, after);
    if (second?.keeps === true) return second.dto;
    const changed = this.#changedBesides(before, after).join(", ");
    run.findings.contradict("C19", kind, `${changed} changed as well`);
    if (second === undefined) return undefined;
    run.findings.addResult(kind, "patchKeeps");
    this.#sendsWhole = true;
    return second.dto;
  }

  /**
   * Another change of one field, after all that the first one has lost is there again: one look may have shown something
   * else for a passing reason. Undefined where the whole object doesn't bring it back.
   */
  async #changeOnceMore(
    before: Dto,
    after: Dto,
  ): Promise<{ readonly keeps: boolean; readonly dto: Dto } | undefined> {
    const back = await this.#restore(before, after);
    if (back === undefined) return undefined;
    const again = await this.#changeOrRefused(back, {});
    if (again === undefined) return { keeps: false, dto: back };
    if (this.#keepsOthers(back, again)) return { keeps: true, dto: again };
    const whole = await this.#restore(back, again);
    return whole && { keeps: false, dto: whole };
  }

  /** Error: any but that VCC has, twice, no such call for an object that it has just shown. */
  async #firstChange(before: Dto, claim: TrialClaimId): Promise<Dto | "no such call" | undefined> {
    const { kind, run } = this.#subject;
    const isNoCall = (error: unknown): error is VccError =>
      hasErrorCode(error, "VCC_NOT_FOUND", "VCC_DOUBTFUL_404", "VCC_UNEXPECTED_STATUS");
    try {
      return await this.#changeOrRefused(before, {});
    } catch (error) {
      if (!isNoCall(error)) throw error;
    }
    try {
      return await this.#changeOrRefused(before, {});
    } catch (error) {
      // With the whole object, it may be the read before the change that is meant.
      if (!isNoCall(error) || this.#sendsWhole) throw error;
      const next = `Write kinds.${kind}.update: PUT, if the vendor's collection has it, and try again.`;
      run.findings.contradict(claim, kind, `VCC has no PATCH of one (${error.code})`, next);
      return "no such call";
    }
  }

  /** Sends what VCC has refused as one field within the whole object, which may be what VCC wants. */
  async #changeWhole(before: Dto, claim: TrialClaimId): Promise<Dto | undefined> {
    const { kind, run } = this.#subject;
    const { findings, context } = run;
    const isPossible = !this.#sendsWhole && !context.contract.lacksCall(kind, "read");
    const whole = isPossible ? await this.#whole(before, {}) : undefined;
    if (whole === undefined) {
      for (const id of ["C19", claim] as const)
        findings.tell(id, kind, { verdict: "cannotTell", seen: "VCC refuses the change" });
      return undefined;
    }
    // One refusal may have a passing reason.
    const again = await this.#changeOrRefused(whole, {});
    if (again !== undefined) return this.#keepsOthers(whole, again) ? again : undefined;
    findings.contradict("C19", kind, "VCC takes a change only with the whole object");
    if (this.#changedBesides(before, whole).length > 0) return undefined;
    this.#sendsWhole = true;
    findings.addResult(kind, "patchKeeps");
    return whole;
  }

  /** The object with what it has lost, by the whole of it; undefined where VCC doesn't take that. */
  async #restore(before: Dto, after: Dto): Promise<Dto | undefined> {
    // It begins with a read of the whole.
    if (this.#subject.run.context.contract.lacksCall(this.#subject.kind, "read")) return undefined;
    const changed = this.#changedBesides(before, after);
    const lost = Object.fromEntries(Object.entries(before).filter(([key]) => changed.includes(key)));
    const whole = await this.#whole(after, lost as Partial<Body>);
    return whole !== undefined && this.#changedBesides(before, whole).length === 0 ? whole : undefined;
  }

  async #whole(before: Dto, rest: Partial<Body>): Promise<Dto | undefined> {
    this.#sendsWhole = true;
    const whole = await this.#changeOrRefused(before, rest);
    this.#sendsWhole = false;
    return whole;
  }

  #changedBesides(before: Dto, after: Dto): readonly string[] {
    const { readOnly = [] } = contractKindOf(this.#subject.kind) ?? {};
    return changedBesides(before, after, [this.#texts.field, ...readOnly]);
  }

  /** True where a change has left the other fields as they were, which is told if there were any. */
  #keepsOthers(before: Dto, after: Dto): boolean {
    if (this.#changedBesides(before, after).length > 0) return false;
    const { kind, run } = this.#subject;
    const { essential = [], readOnly = [] } = contractKindOf(kind) ?? {};
    if (hasContentBesides(before, [this.#texts.field, ...essential, ...readOnly]))
      run.findings.confirm("C19", kind, this.#sendsWhole ? "the whole object is sent" : undefined);
    else
      run.findings.tell("C19", kind, { verdict: "cannotTell", seen: "there is nothing that could be lost" });
    return true;
  }

  /** Takes something away by null. Undefined where VCC refuses null; `unclear` where it may do so for another reason. */
  async clear(before: Dto, cleared: Partial<Body>): Promise<Dto | "unclear" | undefined> {
    const after = await this.#changeOrRefused(before, cleared);
    if (after !== undefined) return after;
    const changed = await this.#changeOrRefused(before, {});
    return changed === undefined ? "unclear" : this.#changeOrRefused(changed, cleared);
  }

  /** Writes what VCC has already. The object, as VCC answers. */
  async writeAgain(before: Dto): Promise<Dto> {
    const { kind, run } = this.#subject;
    const { field } = this.#texts;
    const same = { [field]: (before as Readonly<Record<string, unknown>>)[field] } as Partial<Body>;
    const reply = await this.#send(before, same).catch(undefinedIfRefused);
    if (reply === undefined) run.findings.contradict("C107", kind, "VCC refuses it");
    else run.findings.confirm("C107", kind, timeToldOf(before, reply));
    return reply ?? before;
  }

  /** Changes the text, by which it is told whether the rest shows. Undefined where VCC refuses it. */
  async #changeOrRefused(before: Dto, rest: Partial<Body>): Promise<Dto | undefined> {
    const { texts } = this.#texts;
    const text = texts[this.#turn % texts.length];
    if (text === undefined) return undefined;
    const { changes, isVisible } = text;
    const change = { changes: { ...rest, ...changes }, isVisible };
    const after = await this.change(before, change).catch(undefinedIfRefused);
    // What was refused is sent once more.
    if (after !== undefined) this.#turn += 1;
    return after;
  }

  async #send(before: Dto, changes: Partial<Body>): Promise<Dto> {
    const id = this.#subject.idOf(before);
    await this.#subject.pause();
    this.#subject.requireOwn(id);
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
