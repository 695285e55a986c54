import type { ObjectEndpoint } from "../../../schema/endpoint";
import { idOf } from "../../../schema/endpoint";
import { waitUntilVisible } from "../../consistency/read-your-writes";
import { hasErrorCode, isLastingConflict, undefinedIfNotFound, VccError } from "../../errors";
import type { Collection } from "../../ports";
import type { Belongings } from "./belongings";
import type { TrialClaimId } from "./claims";
import { notAsSent } from "./content";
import type { Findings } from "./findings";
import type { TrialContext } from "./undo";

/** Longer than the unit of any time that VCC tells. */
const PAUSE_MS = 1_100;

/** What decides whose mail goes where. */
const ROUTING = ["emailAddress", "name", "mappingName", "toAddresses", "interactionPlanId", "priority"];
/** Of a profile, whose own settings nobody knows: one that VCC may pass over. */
const PROBE = "settings.trial";

/** What all steps of a trial work with. */
export interface TrialRun {
  readonly context: TrialContext;
  readonly findings: Findings;
  readonly belongings: Belongings;
  readonly say: (line: string) => void;
  /** Error: where the person has asked to stop. */
  readonly goOn: () => void;
}

/** The objects of one kind in a trial: making, waiting for and deleting them, and what VCC refuses of that. */
export class Subject<Dto extends object, Body extends object> {
  readonly run: TrialRun;
  readonly #endpoint: ObjectEndpoint<Dto, Body>;

  constructor(run: TrialRun, endpoint: ObjectEndpoint<Dto, Body>) {
    this.run = run;
    this.#endpoint = endpoint;
  }

  get kind(): string {
    return this.#endpoint.kind;
  }

  get nameKey(): string {
    return this.#endpoint.nameKey;
  }

  get collection(): Collection<Dto, Body> {
    return this.run.context.api.collection(this.#endpoint);
  }

  has(field: string): boolean {
    return !this.run.context.contract.lacksField(this.kind, field);
  }

  idOf(dto: Dto): string {
    return idOf(this.#endpoint, dto);
  }

  requireOwn(id: string): void {
    this.run.belongings.requireOwn(this.#endpoint, id);
  }

  /** Lets the time go on that VCC's own times tell. */
  async pause(): Promise<void> {
    this.run.goOn();
    await this.run.context.sleep(PAUSE_MS);
  }

  async create(body: Body): Promise<Dto> {
    const { goOn, belongings, findings } = this.run;
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

  /**
   * Makes one, and sets the reply, and what is read afterwards, against what was sent. The object as it is read.
   * `meanwhile`: what is tried before it is read. Error: where it may have to do with other mail than the trial's.
   */
  async createAndCompare(body: Body, claim: TrialClaimId, meanwhile: () => Promise<void>): Promise<Dto> {
    const made = await this.create(body);
    this.#compare(body, made, claim, "in the reply");
    this.requireOwn(this.idOf(made));
    await meanwhile();
    const settled = await this.settle(this.idOf(made));
    this.#compare(body, settled, claim, "in GET");
    return settled;
  }

  #compare(sent: Body, told: Dto, claim: TrialClaimId, where: string): void {
    const { findings } = this.run;
    const fields = notAsSent(sent, told, (field) => this.has(field) && field !== PROBE);
    if (fields.length === 0) return;
    findings.contradict(claim, this.kind, `not as it was sent, ${where}: ${fields.join(", ")}`);
    const harmful = fields.find((field) => ROUTING.includes(field));
    if (harmful !== undefined)
      throw new VccError("VCC_NOT_AS_ASKED", `VCC made another ${harmful} than was asked for.`);
  }

  /** Makes one that VCC has to refuse, as the field's value is taken. */
  async createTaken(body: Body, claim: TrialClaimId, field: keyof Body & string): Promise<void> {
    const { findings, context } = this.run;
    const names = [field, context.contract.spellingOf(this.kind, field) ?? field];
    const refused = await this.#refused(() => this.create(body), claim, names);
    if (refused === "named") findings.confirm(claim, this.kind);
    if (refused !== undefined) return;
    const next =
      "Nothing that this package makes is safe without it: don't go on with this account, and tell its makers.";
    findings.contradict(claim, this.kind, `VCC took a second one of this ${field}`, next);
    findings.contradict("C08", this.kind, "the first one was there already");
  }

  /** Makes one whose name a deletion has freed just now; undefined where VCC says that it is taken. */
  async createFreed(body: Body, claim: TrialClaimId): Promise<Dto | undefined> {
    const { findings } = this.run;
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

  /**
   * Deletes one that VCC has to keep, as `users` have it. True where VCC did. That it was for them, only its deletion
   * once they are gone can tell. `isAsSaid`: the contract says that VCC does.
   */
  async deleteUsed(
    id: string,
    claim: TrialClaimId,
    users: string,
    { isAsSaid = false }: { readonly isAsSaid?: boolean } = {},
  ): Promise<boolean> {
    const { findings } = this.run;
    const isRefused = async () => (await this.#refused(() => this.delete(id), claim, [users])) !== undefined;
    if (await isRefused()) {
      // One refusal may have a passing reason.
      await this.pause();
      if (await isRefused()) return true;
    }
    if (await this.#isGone(id)) {
      if (isAsSaid) findings.confirm(claim, this.kind, "VCC deletes it, as the contract says");
      else findings.contradict(claim, this.kind, "VCC deleted it");
      return false;
    }
    const seen = "VCC says that it did, and GET still shows it";
    findings.tell(claim, this.kind, { verdict: "cannotTell", seen });
    return true;
  }

  /** How VCC refuses: naming one of these fields, or for a reason that isn't told, which is told as such. */
  async #refused(
    write: () => Promise<unknown>,
    claim: TrialClaimId,
    names: readonly string[],
  ): Promise<"named" | "unnamed" | undefined> {
    const { findings } = this.run;
    try {
      await write();
      return undefined;
    } catch (error) {
      const isConflict = isLastingConflict(error);
      if (!isConflict && !hasErrorCode(error, "VCC_REJECTED")) throw error;
      if (!error.fields.some((field) => names.some((name) => `${field}.`.startsWith(`${name}.`)))) {
        const seen = `VCC refuses it, and doesn't name ${names[0]} as what it is for`;
        findings.tell(claim, this.kind, { verdict: "cannotTell", seen });
        return "unnamed";
      }
      findings.confirm("C08", this.kind);
      if (isConflict) findings.confirm("C16", this.kind);
      else findings.contradict("C16", this.kind, "another status", "Tell the makers of this package which.");
      return "named";
    }
  }

  async delete(id: string): Promise<void> {
    const { goOn, belongings } = this.run;
    goOn();
    await belongings.delete(this.#endpoint, id);
  }

  /** Waits until one that was deleted is gone. */
  async requireGone(id: string, claim: TrialClaimId): Promise<void> {
    const { findings } = this.run;
    if (await this.#isGone(id)) findings.confirm(claim, this.kind);
    else findings.contradict(claim, this.kind, "GET still shows it after its DELETE");
  }

  async #isGone(id: string): Promise<boolean> {
    const look = async () => this.collection.get(id).catch(undefinedIfNotFound);
    const left = await waitUntilVisible(this.run.context, { look, isVisible: (dto) => dto === undefined });
    return left === undefined;
  }

  /** Waits until lists and reads show an object as a write has left it. */
  async settle(id: string, isVisible: (dto: Dto) => boolean = () => true): Promise<Dto> {
    const { context, findings } = this.run;
    const { limits, now } = context;
    const startedMs = now();
    const { collection } = this;
    const seen = await waitUntilVisible(context, {
      look: async () => {
        const read = await collection.get(id).catch(undefinedIfNotFound);
        // A list may have many pages.
        const isRead = read !== undefined && isVisible(read);
        const list = isRead ? await collection.listFresh() : [];
        return { read, listed: list.find((dto) => this.idOf(dto) === id) };
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
    this.run.belongings.noteSeen(this.#endpoint, id);
    return seen.read;
  }
}
