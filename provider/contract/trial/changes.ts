import { toMs } from "../../../schema/time";
import { hasErrorCode } from "../../errors";
import type { TrialClaimId } from "./claims";
import { changedBesides } from "./content";
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

  constructor(subject: Subject<Dto, Body>) {
    this.#subject = subject;
  }

  /** Changes an object as it was read, and reads it again. */
  async change(
    before: Dto,
    { changes, isVisible }: Change<Dto, Body>,
    options?: { readonly sendsWhole?: boolean },
  ): Promise<Dto> {
    const { findings } = this.#subject.run;
    await this.#send(before, changes, options);
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

  /** Changes an object; undefined where VCC refuses that. */
  async changeOrRefused(...change: Parameters<Changes<Dto, Body>["change"]>): Promise<Dto | undefined> {
    return this.change(...change).catch(undefinedIfRefused);
  }

  /**
   * Changes one field alone; where VCC refuses that, once more with the whole object. The object, as it is then;
   * undefined where no further change of one field can be tried. `claim`: that a change does what it says.
   */
  async changeAlone(before: Dto, change: Change<Dto, Body>, claim: TrialClaimId): Promise<Dto | undefined> {
    const { kind, run } = this.#subject;
    const { findings, context } = run;
    const isWhole = context.contract.sendsWhole(kind);
    const after = await this.changeOrRefused(before, change);
    if (after === undefined) {
      await this.#changeWhole(before, change, claim);
      return undefined;
    }
    const changed = changedBesides(before, after, Object.keys(change.changes));
    if (changed.length === 0) {
      findings.confirm("C19", kind, isWhole ? "the whole object is sent" : undefined);
      return after;
    }
    findings.contradict("C19", kind, `${changed.join(", ")} changed as well`);
    if (!isWhole) findings.addResult(kind, "patchKeeps");
    return undefined;
  }

  /** Sends what VCC has refused as one field within the whole object, which may be what VCC wants. */
  async #changeWhole(before: Dto, change: Change<Dto, Body>, claim: TrialClaimId): Promise<void> {
    const { kind, run } = this.#subject;
    const { findings, context } = run;
    const isTried = context.contract.sendsWhole(kind) || context.contract.lacksCall(kind, "read");
    const after = isTried ? undefined : await this.changeOrRefused(before, change, { sendsWhole: true });
    if (after === undefined) {
      for (const id of ["C19", claim] as const)
        findings.tell(id, kind, { verdict: "cannotTell", seen: "VCC refuses the change" });
      return;
    }
    findings.contradict("C19", kind, "VCC takes a change only with the whole object");
    findings.addResult(kind, "patchKeeps");
  }

  /** Writes what VCC has already. The object, as VCC answers. */
  async writeAgain(before: Dto, { changes }: Change<Dto, Body>): Promise<Dto> {
    const { kind, run } = this.#subject;
    const reply = await this.#send(before, changes).catch(undefinedIfRefused);
    if (reply === undefined) run.findings.contradict("C107", kind, "VCC refuses it");
    else run.findings.confirm("C107", kind, timeToldOf(before, reply));
    return reply ?? before;
  }

  async #send(
    before: Dto,
    changes: Partial<Body>,
    options?: { readonly sendsWhole?: boolean },
  ): Promise<Dto> {
    await this.#subject.pause();
    return this.#subject.collection.patch(this.#subject.idOf(before), changes, options);
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
