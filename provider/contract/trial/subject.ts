import type { ObjectEndpoint } from "../../../schema/endpoint";
import { idOf } from "../../../schema/endpoint";
import { toMs } from "../../../schema/time";
import { waitUntilVisible } from "../../consistency/read-your-writes";
import { hasErrorCode, isLastingConflict, undefinedIfNotFound, VccError } from "../../errors";
import type { Context } from "../../ports";
import { sameValue } from "../../values/equality";
import type { Belongings } from "./belongings";
import type { TrialClaimId } from "./claims";
import type { Findings } from "./findings";

/** Longer than the unit of any time that VCC tells. */
const PAUSE_MS = 1_100;

export type TrialContext = Pick<Context, "api" | "contract" | "limits" | "sleep" | "now">;

/** What all steps of a trial work with. */
export interface TrialRun {
  readonly context: TrialContext;
  readonly findings: Findings;
  readonly belongings: Belongings;
  readonly say: (line: string) => void;
  /** Error: where the person has asked to stop. */
  readonly goOn: () => void;
}

type Timed = object & { readonly updatedAt?: string | null | undefined };

/** The objects of one kind in a trial, and what calls about them tell of the claims that all kinds share. */
export class Subject<Dto extends Timed, Body extends object> {
  readonly #run: TrialRun;
  readonly #endpoint: ObjectEndpoint<Dto, Body>;

  constructor(run: TrialRun, endpoint: ObjectEndpoint<Dto, Body>) {
    this.#run = run;
    this.#endpoint = endpoint;
  }

  get kind(): string {
    return this.#endpoint.kind;
  }

  has(field: string): boolean {
    return !this.#run.context.contract.lacksField(this.kind, field);
  }

  async create(body: Body): Promise<Dto> {
    const { goOn, belongings, findings } = this.#run;
    goOn();
    try {
      const dto = await belongings.create(this.#endpoint, body);
      findings.confirm("C03", this.kind);
      return dto;
    } catch (error) {
      if (hasErrorCode(error, "VCC_FORBIDDEN", "VCC_SCOPE_MISSING"))
        findings.contradict(
          "C03",
          this.kind,
          error.code,
          "Give the API client the scope, or correct scopes.write.",
        );
      throw error;
    }
  }

  /** Makes one that VCC has to refuse, as `what` is taken. `isAlike`: it differs in nothing that VCC could refuse besides. */
  async createTaken(
    body: Body,
    claim: TrialClaimId,
    { what, isAlike = true }: { readonly what: string; readonly isAlike?: boolean },
  ): Promise<void> {
    const { findings } = this.#run;
    const refused = await this.#refused(() => this.create(body), claim, isAlike);
    if (refused) return;
    const next =
      "Nothing that this package makes is safe without it: don't go on with this account, and tell its makers.";
    findings.contradict(claim, this.kind, `VCC made a second one of ${what}`, next);
    findings.contradict("C08", this.kind, "the first one was there already");
  }

  /** Sets one that was made against what was sent. True where nothing of it is lost. */
  keepsContent(body: Body, made: Dto, claim: TrialClaimId): boolean {
    const [sent, told] = [body, made] as [
      Readonly<Record<string, unknown>>,
      Readonly<Record<string, unknown>>,
    ];
    const lost = Object.keys(sent).filter(
      (key) => this.has(key) && !isEmptyContent(sent[key]) && isEmptyContent(told[key]),
    );
    if (lost.length > 0) this.#run.findings.contradict(claim, this.kind, `lost: ${lost.join(", ")}`);
    return lost.length === 0;
  }

  /** Makes one whose name a deletion a moment ago has freed; undefined where VCC says that it is taken. */
  async createFreed(body: Body, claim: TrialClaimId): Promise<Dto | undefined> {
    const { findings } = this.#run;
    try {
      const dto = await this.create(body);
      findings.confirm(claim, this.kind);
      return dto;
    } catch (error) {
      if (!isLastingConflict(error)) throw error;
      const next = "A replacement that keeps its name has to be applied in two runs: first without it.";
      findings.contradict(claim, this.kind, "VCC says that it is taken", next);
      return undefined;
    }
  }

  /** Deletes one that VCC has to keep, as it is in use. True where VCC did. */
  async deleteUsed(id: string, claim: TrialClaimId): Promise<boolean> {
    const { goOn, belongings, findings, context } = this.#run;
    goOn();
    const remove = async () => this.#refused(() => belongings.delete(this.#endpoint, id), claim, false);
    // One refusal may have a passing reason.
    if ((await remove()) && (await this.#again(remove))) return true;
    const collection = context.api.collection(this.#endpoint);
    const left = await waitUntilVisible(context, {
      look: async () => collection.get(id).catch(undefinedIfNotFound),
      isVisible: (dto) => dto === undefined,
    });
    if (left === undefined) findings.contradict(claim, this.kind, "VCC deleted it");
    else
      findings.tell(claim, this.kind, {
        verdict: "cannotTell",
        seen: "VCC says that it did, and GET still shows it",
      });
    return left !== undefined;
  }

  /** True for a refusal. One with another status than 409 is told as such, or tells nothing of its reason. */
  async #refused(write: () => Promise<unknown>, claim: TrialClaimId, isAlike = true): Promise<boolean> {
    const { findings } = this.#run;
    try {
      await write();
      return false;
    } catch (error) {
      const isConflict = isLastingConflict(error);
      if (!isConflict && !hasErrorCode(error, "VCC_REJECTED")) throw error;
      if (!isConflict && !isAlike) {
        const seen = "VCC refuses it, and not with 409, so perhaps for another reason";
        findings.tell(claim, this.kind, { verdict: "cannotTell", seen });
        return true;
      }
      findings.confirm(claim, this.kind);
      findings.confirm("C08", this.kind);
      if (isConflict) findings.confirm("C16", this.kind);
      else findings.contradict("C16", this.kind, "another status", "Tell the makers of this package which.");
      return true;
    }
  }

  /** Deletes one, and waits until it is gone. */
  async remove(id: string, claim: TrialClaimId): Promise<void> {
    const { goOn, belongings, context, findings } = this.#run;
    goOn();
    await belongings.delete(this.#endpoint, id);
    const collection = context.api.collection(this.#endpoint);
    const left = await waitUntilVisible(context, {
      look: async () => collection.get(id).catch(undefinedIfNotFound),
      isVisible: (dto) => dto === undefined,
    });
    if (left === undefined) findings.confirm(claim, this.kind);
    else findings.contradict(claim, this.kind, "GET still shows it after its DELETE");
  }

  /** Waits until lists and reads show an object as a write has left it. */
  async settle(id: string, isVisible: (dto: Dto) => boolean = () => true): Promise<Dto> {
    const { context, findings } = this.#run;
    const { api, limits, now } = context;
    const startedMs = now();
    const collection = api.collection(this.#endpoint);
    const seen = await waitUntilVisible(context, {
      look: async () => {
        const read = await collection.get(id).catch(undefinedIfNotFound);
        // A list may have many pages.
        const isRead = read !== undefined && isVisible(read);
        const list = isRead ? await collection.listFresh() : [];
        return { read, listed: list.find((dto) => idOf(this.#endpoint, dto) === id) };
      },
      isVisible: ({ listed }) => listed !== undefined && isVisible(listed),
    });
    const seconds = ((now() - startedMs) / 1_000).toFixed(1);
    if (seen.read === undefined || seen.listed === undefined || !isVisible(seen.read)) {
      const next = "Set vcc:visibilityWaitSeconds higher, and try again.";
      findings.contradict("C07", this.kind, `not after ${limits.visibilityWaitMs / 1_000} s`, next);
      throw new VccError("VCC_NOT_AS_ASKED", "GET doesn't show what VCC said it had written.", {
        hint: next,
      });
    }
    findings.confirm("C07", this.kind, `after ${seconds} s`);
    return seen.read;
  }

  /** Changes an object as it was read, and reads it again. */
  async change(before: Dto, changes: Partial<Body>, isVisible: (dto: Dto) => boolean): Promise<Dto> {
    const { context, findings, goOn } = this.#run;
    goOn();
    await context.sleep(PAUSE_MS);
    const id = idOf(this.#endpoint, before);
    await context.api.collection(this.#endpoint).patch(id, changes);
    const after = await this.settle(id, isVisible);
    if (!this.#tellsTime(before, "C106")) return after;
    const next = "A run can't tell an old reply from a new one: tell the makers of this package.";
    if (isLater(after, before)) findings.confirm("C106", this.kind);
    else findings.contradict("C106", this.kind, "it stays", next);
    return after;
  }

  /** Changes an object; undefined where VCC refuses that. */
  async changeOrRefused(
    before: Dto,
    changes: Partial<Body>,
    isVisible: (dto: Dto) => boolean,
  ): Promise<Dto | undefined> {
    return this.change(before, changes, isVisible).catch((error: unknown) => {
      if (!hasErrorCode(error, "VCC_REJECTED")) throw error;
      return undefined;
    });
  }

  /** Changes one field alone. The object, as it is then; undefined where the others didn't stay. */
  async changeAlone(
    before: Dto,
    changes: Partial<Body>,
    isVisible: (dto: Dto) => boolean,
  ): Promise<Dto | undefined> {
    const { findings } = this.#run;
    try {
      const after = await this.change(before, changes, isVisible);
      const lost = changedFields(before, after, Object.keys(changes));
      if (lost.length === 0) {
        findings.confirm("C19", this.kind, this.#sendsWhole ? "the whole object is sent" : undefined);
        return after;
      }
      findings.contradict("C19", this.kind, `${lost.join(", ")} changed as well`);
    } catch (error) {
      if (!hasErrorCode(error, "VCC_REJECTED")) throw error;
      findings.contradict("C19", this.kind, "VCC refuses a change of one field alone");
    }
    findings.note(this.kind, "patchKeeps");
    return undefined;
  }

  /** Writes what VCC has already. */
  async writeAgain(before: Dto, same: Partial<Body>): Promise<Dto> {
    const { context, findings, goOn } = this.#run;
    goOn();
    await context.sleep(PAUSE_MS);
    const id = idOf(this.#endpoint, before);
    const reply = await context.api.collection(this.#endpoint).patch(id, same);
    if (!this.#tellsTime(before, "C107")) return reply;
    if (isLater(reply, before)) findings.confirm("C107", this.kind);
    else findings.confirm("C107", this.kind, "it stays, which does no harm: such a write is never sent");
    return reply;
  }

  get #sendsWhole(): boolean {
    const { contract } = this.#run.context;
    return contract.update(this.kind) === "PUT" || !contract.hasSemantic(this.kind, "patchKeeps");
  }

  async #again(work: () => Promise<boolean>): Promise<boolean> {
    this.#run.goOn();
    await this.#run.context.sleep(PAUSE_MS);
    return work();
  }

  /** False where VCC doesn't say when an object was changed. */
  #tellsTime({ updatedAt }: Timed, claim: TrialClaimId): boolean {
    if (toMs(updatedAt) !== undefined) return true;
    this.#run.findings.tell(claim, this.kind, { verdict: "cannotTell", seen: "VCC doesn't tell it" });
    return false;
  }
}

function isEmptyContent(value: unknown): boolean {
  return (
    (value ?? "") === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0)
  );
}

function isLater(one: Timed, other: Timed): boolean {
  return (toMs(one.updatedAt) ?? 0) > (toMs(other.updatedAt) ?? 0);
}

/** What VCC alone sets changes by itself. */
const SET_BY_VCC = ["updatedAt", "authentication"];

function changedFields(before: object, after: object, expected: readonly string[]): readonly string[] {
  const [old, fresh] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  return Object.keys(old).filter(
    (key) => ![...expected, ...SET_BY_VCC].includes(key) && !sameValue(old[key], fresh[key]),
  );
}
