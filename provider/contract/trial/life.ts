import {
  EMAIL_ADDRESSES,
  type EmailAddressBody,
  type EmailAddressDto,
  SIGN_IN_STATUS,
} from "../../../schema/email-address";
import { EMAIL_PROFILES, type EmailProfileBody, type EmailProfileDto } from "../../../schema/email-profile";
import { EmailSignatureDto, SIGNATURE } from "../../../schema/email-signature";
import {
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingBody,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import { MIN_PRIORITY } from "../../../schema/limits";
import { waitUntilVisible } from "../../consistency/read-your-writes";
import { type ErrorCode, hasErrorCode, undefinedIfNotFound } from "../../errors";
import { sameHtml } from "../../text/html";
import { Changes } from "./changes";
import { Subject, type TrialRun } from "./subject";
import { type TextChanges, textChanges } from "./text-changes";

const SOURCES = [
  { name: "trial_one", value: "1" },
  { name: "trial_two", value: "2" },
] as const;
/** None that a lost one could be set to. */
const LOW_PRIORITY = MIN_PRIORITY + 1;
const OTHER_SERVICE_NAME = "destinationName";
const HTML = "<p>Trial</p>";

/** What a trial is made with. */
export interface Target {
  readonly mailbox: string;
  readonly interactionPlanId: string;
  /** Name of all that the trial makes. */
  readonly name: string;
  /** Another one of the same form. */
  readonly secondName: string;
}

/** The life of one inbox, from its profile's making to its deletion, each step looked at. */
export class Life {
  readonly #run: TrialRun;
  readonly #target: Target;
  readonly #profiles: Subject<EmailProfileDto, EmailProfileBody>;
  readonly #addresses: Subject<EmailAddressDto, EmailAddressBody>;
  readonly #mappings: Subject<InteractionPlanMappingDto, InteractionPlanMappingBody>;

  constructor(run: TrialRun, target: Target) {
    this.#run = run;
    this.#target = target;
    this.#profiles = new Subject(run, EMAIL_PROFILES);
    this.#addresses = new Subject(run, EMAIL_ADDRESSES);
    this.#mappings = new Subject(run, INTERACTION_PLAN_MAPPINGS);
  }

  /** All steps. Error: a `VccError` at the first that ends otherwise than a claim can tell. */
  async live(): Promise<void> {
    const { context, say } = this.#run;
    const { contract } = context;
    say("Trying a profile …");
    const profile = contract.lacks(EMAIL_PROFILES.kind) ? undefined : await this.#profile();
    say("Trying an address …");
    const address = await this.#makeAddress(profile?.id);
    const isInUse = profile !== undefined && address.profileId === profile.id;
    const isProfileLeft = !isInUse || (await this.#profiles.deleteUsed(profile.id, "C78", "addresses"));
    // With the profile, VCC may have taken its id away.
    await this.#changeAddress(isProfileLeft ? address : await this.#addresses.settle(address.id));
    if (!contract.lacks(SIGNATURE.kind)) await this.#signature(address.id);
    say("Trying a mapping …");
    const isLeft = contract.lacks(INTERACTION_PLAN_MAPPINGS.kind) || (await this.#mapping(address.id));
    if (isLeft) await this.#deletion(address.id);
    if (profile === undefined || !isProfileLeft) return;
    await this.#profiles.delete(profile.id);
    await this.#profiles.requireGone(profile.id, "C73");
    if (isInUse) this.#run.findings.confirm("C78", this.#profiles.kind);
  }

  async #profile(): Promise<EmailProfileDto> {
    const profiles = this.#profiles;
    const text = textChanges(profiles, "description", this.#target);
    const make = async (settings: EmailProfileBody["settings"]) => {
      const body = { name: this.#target.name, description: text.description, settings };
      return profiles.createAndCompare(body, "C73", async () => profiles.createTaken(body, "C75", "name"));
    };
    // VCC's own settings aren't public: it may refuse one that it doesn't know.
    const settled = await make({ trial: "1" }).catch(async (error: unknown) => {
      if (!hasErrorCode(error, "VCC_REJECTED")) throw error;
      return make({});
    });
    const changes = new Changes(profiles, text);
    const changed = await changes.changeAlone(settled, "C73");
    if (changed !== undefined) await changes.writeAgain(changed);
    return settled;
  }

  async #makeAddress(profileId = null as string | null): Promise<EmailAddressDto> {
    const { findings } = this.#run;
    const { mailbox, secondName } = this.#target;
    const addresses = this.#addresses;
    const body = { ...this.#newAddress, dataSources: this.#sourcesOf(addresses), profileId };
    const settled = await addresses.createAndCompare(body, "C29", async () => {
      const other = { ...body, name: secondName };
      await addresses.createTaken(other, "C31", "emailAddress");
      const upper = mailbox.toUpperCase();
      const inOtherCase = { ...other, emailAddress: upper === mailbox ? mailbox.toLowerCase() : upper };
      await addresses.createTaken(inOtherCase, "C31", "emailAddress");
    });
    findings.confirm("C29", addresses.kind);
    const isPending = settled.authentication.status === SIGN_IN_STATUS.pending;
    if (!addresses.has("authentication.status")) return settled;
    if (isPending) findings.confirm("C44", addresses.kind);
    else findings.contradict("C44", addresses.kind, "another word, or none");
    return settled;
  }

  get #newAddress(): EmailAddressBody {
    const { mailbox, name } = this.#target;
    const { description } = this.#addressText;
    const content = { description, serviceNameForReports: OTHER_SERVICE_NAME, dataSources: [] };
    return { emailAddress: mailbox, name, ...content, profileId: null };
  }

  get #addressText(): TextChanges<EmailAddressDto, EmailAddressBody> {
    return textChanges(this.#addresses, "description", this.#target);
  }

  get #mappingText(): TextChanges<InteractionPlanMappingDto, InteractionPlanMappingBody> {
    return textChanges(this.#mappings, "mappingDescription", this.#target);
  }

  async #changeAddress(settled: EmailAddressDto): Promise<void> {
    const changes = new Changes(this.#addresses, this.#addressText);
    const changed = await changes.changeAlone(settled, "C33");
    if (changed === undefined) return;
    this.#run.findings.confirm("C33", this.#addresses.kind);
    const again = await changes.writeAgain(changed);
    const latest = await this.#replaceSources(this.#addresses, changes, again);
    if (!latest.profileId || !this.#mayClear(this.#addresses.kind)) return;
    const after = await changes.clear(latest, { profileId: null });
    this.#judgeCleared(this.#addresses.kind, after === "unclear" ? after : after && !after.profileId);
  }

  /** As many as the account has of them. */
  #sourcesOf({ kind }: Subject<object, object>): EmailAddressBody["dataSources"] {
    const isSingle = this.#run.context.contract.dataSources(kind) === "object";
    return SOURCES.slice(0, isSingle ? 1 : undefined);
  }

  /** Sends one data source with another value: it has to be the only one then. */
  async #replaceSources<Dto extends EmailAddressDto | InteractionPlanMappingDto, Body extends object>(
    subject: Subject<Dto, Body>,
    changes: Changes<Dto, Body>,
    before: Dto,
  ): Promise<Dto> {
    if (!subject.has("dataSources")) return before;
    const { findings } = this.#run;
    const [one, another] = SOURCES;
    const { name } = this.#sourcesOf(subject).length === 1 ? another : one;
    const after = await changes.change(before, {
      changes: { dataSources: [{ name, value: "3" }] } as unknown as Partial<Body>,
      isVisible: ({ dataSources = [] }) =>
        dataSources.some((source) => source.name === name && source.value === "3"),
    });
    if (after.dataSources?.length === 1) findings.confirm("C20", subject.kind);
    else findings.contradict("C20", subject.kind, "those that weren't sent stay", STAYING_SOURCES);
    return after;
  }

  /** False where the contract says that null clears nothing: then it can't be sent. */
  #mayClear(kind: string): boolean {
    return this.#run.context.contract.hasSemantic(kind, "nullClears");
  }

  /** `isCleared`: undefined where VCC refuses null. */
  #judgeCleared(kind: string, isCleared: boolean | "unclear" | undefined): void {
    const { findings } = this.#run;
    if (isCleared === true) findings.confirm("C23", kind);
    else if (isCleared === "unclear")
      findings.tell("C23", kind, { verdict: "cannotTell", seen: "VCC refuses the change without it, too" });
    else {
      findings.contradict("C23", kind, isCleared === undefined ? "VCC refuses null" : "it stays");
      findings.addResult(kind, "nullClears");
    }
  }

  async #signature(addressId: string): Promise<void> {
    const { context, findings, goOn } = this.#run;
    const { api } = context;
    const call = (doing: string) => ({ doing: `${doing} the signature of`, part: SIGNATURE });
    const read = async () =>
      api
        .part(EMAIL_ADDRESSES, addressId, { ...call("read"), method: "GET" }, EmailSignatureDto)
        .catch(undefinedIfNotFound);
    goOn();
    const body = { html: HTML };
    await api.part(EMAIL_ADDRESSES, addressId, { ...call("write"), method: "PUT", body }, EmailSignatureDto);
    const written = await waitUntilVisible(context, { look: read, isVisible: (one) => one !== undefined });
    if (written === undefined) findings.contradict("C67", SIGNATURE.kind, "GET doesn't show it");
    else if (sameHtml(written.html, HTML)) findings.confirm("C67", SIGNATURE.kind);
    else findings.contradict("C67", SIGNATURE.kind, "GET shows other HTML than was sent");
    goOn();
    await api.deletePart(EMAIL_ADDRESSES, addressId, call("delete")).catch(undefinedIfNotFound);
    const gone = await waitUntilVisible(context, { look: read, isVisible: (one) => one === undefined });
    if (gone === undefined) findings.confirm("C68", SIGNATURE.kind);
    else findings.contradict("C68", SIGNATURE.kind, "GET still shows one");
  }

  /** True where the address is still there afterwards. */
  async #mapping(addressId: string): Promise<boolean> {
    const { findings, context } = this.#run;
    const { mailbox, name, interactionPlanId } = this.#target;
    const mappings = this.#mappings;
    const body = {
      mappingName: name,
      mappingDescription: this.#mappingText.description,
      interactionPlanId,
      toAddresses: [mailbox],
      dataSources: this.#sourcesOf(mappings),
      priority: LOW_PRIORITY,
      testing: { interactionPlanId, fromAddresses: [mailbox] },
    };
    // Many mappings may name one address (documented), so VCC refuses the name.
    const settled = await mappings.createAndCompare(body, "C81", async () =>
      mappings.createTaken(body, "C105", "mappingName"),
    );
    const isKept = await this.#addresses.deleteUsed(addressId, "C41", "mappings", {
      isAsSaid: !context.contract.hasSemantic(this.#addresses.kind, "refusesMapped"),
    });
    if (isKept) await this.#changeMapping(settled);
    else findings.addResult(this.#addresses.kind, "refusesMapped");
    await mappings.delete(settled.mappingId);
    await mappings.requireGone(settled.mappingId, "C81");
    return isKept;
  }

  async #changeMapping(settled: InteractionPlanMappingDto): Promise<void> {
    const mappings = this.#mappings;
    const changes = new Changes(mappings, this.#mappingText);
    const changed = await changes.changeAlone(settled, "C81");
    if (changed === undefined) return;
    const again = await changes.writeAgain(changed);
    const latest = await this.#replaceSources(mappings, changes, again);
    if (!latest.testing || !this.#mayClear(mappings.kind)) return;
    const after = await changes.clear(latest, { testing: null });
    this.#judgeCleared(mappings.kind, after === "unclear" ? after : after && !after.testing);
  }

  /** VCC has refused to delete the address as long as a mapping named it, and for nothing else. */
  #judgeMapped(): void {
    const { findings, context } = this.#run;
    const { kind } = this.#addresses;
    if (context.contract.lacks(INTERACTION_PLAN_MAPPINGS.kind)) return;
    findings.confirm("C41", kind);
    if (findings.isConfirmed("C41", kind)) findings.removeResult(kind, "refusesMapped");
  }

  /** Deletes the address, makes it again at once, and deletes the first one once more. */
  async #deletion(id: string): Promise<void> {
    const { findings } = this.#run;
    const addresses = this.#addresses;
    await addresses.delete(id);
    const freed = await addresses.createFreed(this.#newAddress, "C108");
    await addresses.requireGone(id, "C39");
    this.#judgeMapped();
    const again = await codeOf(() => addresses.collection.delete(id));
    if (again === "VCC_NOT_FOUND") findings.confirm("C40", addresses.kind);
    else findings.contradict("C40", addresses.kind, again ?? "a success");
    if (freed === undefined) return;
    await addresses.delete(freed.id);
    await addresses.requireGone(freed.id, "C39");
  }
}

const STAYING_SOURCES =
  "A data source that is removed from a program would stay in VCC: tell the makers of this package.";

/** Code of the error that a call ends with; undefined for a success. Error: one that says nothing of what is there. */
async function codeOf(call: () => Promise<unknown>): Promise<ErrorCode | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (hasErrorCode(error, "VCC_NOT_FOUND", "VCC_DOUBTFUL_404", "VCC_REJECTED", "VCC_CONFLICT"))
      return error.code;
    throw error;
  }
}
