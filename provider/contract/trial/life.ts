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
import { Subject, type TrialRun } from "./subject";

const MADE = "Made by pulumi-vcc contract trial, which deletes it.";
const CHANGED = "Changed by pulumi-vcc contract trial, which deletes it.";
const CHANGED_AGAIN = "Changed again by pulumi-vcc contract trial, which deletes it.";
const SOURCES = [
  { name: "trial_one", value: "1" },
  { name: "trial_two", value: "2" },
] as const;
/** None that a lost one could be set to. */
const LOW_PRIORITY = MIN_PRIORITY + 1;
const OTHER_SERVICE_NAME = "destinationName";
const HTML = "<p>Made by pulumi-vcc contract trial.</p>";

/** What a trial is made with. */
export interface Target {
  readonly mailbox: string;
  readonly interactionPlanId: string;
  /** Name of all that the trial makes. */
  readonly name: string;
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
    const isInUse = profile !== undefined && this.#addresses.has("profileId");
    const isProfileLeft = !isInUse || (await this.#profiles.deleteUsed(profile.id, "C78"));
    await this.#changeAddress(address);
    if (!contract.lacks(SIGNATURE.kind)) await this.#signature(address.id);
    say("Trying a mapping …");
    const isLeft = contract.lacks(INTERACTION_PLAN_MAPPINGS.kind) || (await this.#mapping(address.id));
    if (isLeft) await this.#deletion(address.id);
    if (profile !== undefined && isProfileLeft) await this.#profiles.remove(profile.id, "C73");
  }

  async #profile(): Promise<EmailProfileDto> {
    const profiles = this.#profiles;
    const body = { name: this.#target.name, description: MADE, settings: {} };
    const made = await profiles.create(body);
    await profiles.createTaken(body, "C75", { what: "this name" });
    const settled = await profiles.settle(made.id);
    profiles.keepsContent(body, settled, "C73");
    if (!profiles.has("description")) return settled;
    const change = { description: CHANGED };
    const changed = await profiles.changeAlone(settled, change, isDescribed(CHANGED));
    if (changed !== undefined) await profiles.writeAgain(changed, change);
    return settled;
  }

  async #makeAddress(profileId = null as string | null): Promise<EmailAddressDto> {
    const { findings } = this.#run;
    const { mailbox, name } = this.#target;
    const addresses = this.#addresses;
    const body = { ...this.#newAddress, dataSources: [...SOURCES], profileId };
    const made = await addresses.create(body);
    const other = { ...body, name: `${name} second` };
    await addresses.createTaken(other, "C31", { what: "this mailbox" });
    const inCapitals = { ...other, emailAddress: mailbox.toUpperCase() };
    await addresses.createTaken(inCapitals, "C31", { what: "this mailbox, in capitals", isAlike: false });
    const settled = await addresses.settle(made.id);
    if (addresses.keepsContent(body, settled, "C29")) findings.confirm("C29", addresses.kind);
    const isPending = settled.authentication.status === SIGN_IN_STATUS.pending;
    if (!addresses.has("authentication.status")) return settled;
    if (isPending) findings.confirm("C44", addresses.kind);
    else findings.contradict("C44", addresses.kind, "another word, or none");
    return settled;
  }

  get #newAddress(): EmailAddressBody {
    const { mailbox, name } = this.#target;
    const content = { description: MADE, serviceNameForReports: OTHER_SERVICE_NAME, dataSources: [] };
    return { emailAddress: mailbox, name, ...content, profileId: null };
  }

  async #changeAddress(settled: EmailAddressDto): Promise<void> {
    const addresses = this.#addresses;
    if (!addresses.has("description")) return;
    const change = { description: CHANGED };
    const changed = await addresses.changeAlone(settled, change, isDescribed(CHANGED));
    if (changed === undefined) return;
    const again = await addresses.writeAgain(changed, change);
    const latest = addresses.has("dataSources") ? await this.#replaceSources(addresses, again) : again;
    if (!latest.profileId || !this.#mayClear(addresses.kind)) return;
    // What isn't cleared is told from what doesn't show yet by the description.
    const clearing = { profileId: null, description: CHANGED_AGAIN };
    const after = await addresses.changeOrRefused(latest, clearing, isDescribed(CHANGED_AGAIN));
    this.#judgeCleared(addresses.kind, after !== undefined && !after.profileId);
  }

  /** One of two data sources is sent: the other one has to go. */
  async #replaceSources<Dto extends EmailAddressDto | InteractionPlanMappingDto, Body extends object>(
    subject: Subject<Dto, Body>,
    before: Dto,
  ): Promise<Dto> {
    const { findings, context } = this.#run;
    if (context.contract.dataSources(subject.kind) === "object") {
      findings.confirm("C20", subject.kind, "there is one alone");
      return before;
    }
    const [{ name }] = SOURCES;
    const changes = { dataSources: [{ name, value: "3" }] } as unknown as Partial<Body>;
    const after = await subject.change(before, changes, ({ dataSources = [] }) =>
      dataSources.some((source) => source.name === name && source.value === "3"),
    );
    if (after.dataSources?.length === 1) findings.confirm("C20", subject.kind);
    else findings.contradict("C20", subject.kind, "those that weren't sent stay", STAYING_SOURCES);
    return after;
  }

  /** False where the contract says that null clears nothing, by an earlier trial. */
  #mayClear(kind: string): boolean {
    const { context, findings } = this.#run;
    if (context.contract.hasSemantic(kind, "nullClears")) return true;
    findings.tell("C23", kind, { verdict: "cannotTell", seen: "the contract says that it doesn't" });
    return false;
  }

  #judgeCleared(kind: string, isCleared: boolean): void {
    const { findings } = this.#run;
    if (isCleared) {
      findings.confirm("C23", kind);
      return;
    }
    findings.contradict("C23", kind, "it stays, or VCC refuses null");
    findings.note(kind, "nullClears");
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
    else findings.confirm("C67", SIGNATURE.kind);
    goOn();
    await api.deletePart(EMAIL_ADDRESSES, addressId, call("delete"));
    const gone = await waitUntilVisible(context, { look: read, isVisible: (one) => one === undefined });
    if (gone === undefined) findings.confirm("C68", SIGNATURE.kind);
    else findings.contradict("C68", SIGNATURE.kind, "GET still shows one");
  }

  /** True where the address is still there afterwards. */
  async #mapping(addressId: string): Promise<boolean> {
    const { findings } = this.#run;
    const { mailbox, name, interactionPlanId } = this.#target;
    const mappings = this.#mappings;
    const body = {
      mappingName: name,
      mappingDescription: MADE,
      interactionPlanId,
      toAddresses: [mailbox],
      dataSources: [...SOURCES],
      priority: LOW_PRIORITY,
      testing: { interactionPlanId, fromAddresses: [mailbox] },
    };
    const made = await mappings.create(body);
    await mappings.createTaken(body, "C105", { what: "this name" });
    const settled = await mappings.settle(made.mappingId);
    mappings.keepsContent(body, settled, "C81");
    const isKept = await this.#addresses.deleteUsed(addressId, "C41");
    if (isKept) await this.#changeMapping(settled);
    else findings.note(this.#addresses.kind, "refusesMapped");
    if (findings.isConfirmed("C41", this.#addresses.kind))
      findings.takeBack(this.#addresses.kind, "refusesMapped");
    await mappings.remove(made.mappingId, "C81");
    return isKept;
  }

  async #changeMapping(settled: InteractionPlanMappingDto): Promise<void> {
    const mappings = this.#mappings;
    if (!mappings.has("mappingDescription")) return;
    const change = { mappingDescription: CHANGED };
    const changed = await mappings.changeAlone(settled, change, isMappingDescribed(CHANGED));
    if (changed === undefined) return;
    const again = await mappings.writeAgain(changed, change);
    const latest = mappings.has("dataSources") ? await this.#replaceSources(mappings, again) : again;
    if (!latest.testing || !this.#mayClear(mappings.kind)) return;
    const clearing = { testing: null, mappingDescription: CHANGED_AGAIN };
    const after = await mappings.changeOrRefused(latest, clearing, isMappingDescribed(CHANGED_AGAIN));
    this.#judgeCleared(mappings.kind, after !== undefined && !after.testing);
  }

  /** Deletes the address, deletes it once more, and makes it again. */
  async #deletion(id: string): Promise<void> {
    const { findings, context } = this.#run;
    const addresses = this.#addresses;
    await addresses.remove(id, "C39");
    const again = await codeOf(() => context.api.collection(EMAIL_ADDRESSES).delete(id));
    if (again === "VCC_NOT_FOUND") findings.confirm("C40", addresses.kind);
    else findings.contradict("C40", addresses.kind, again ?? "a success");
    const made = await addresses.createFreed(this.#newAddress, "C108");
    if (made === undefined) return;
    await addresses.remove(made.id, "C39");
  }
}

const STAYING_SOURCES =
  "A data source that is removed from a program would stay in VCC: tell the makers of this package.";

function isDescribed(text: string) {
  return ({ description }: { readonly description?: string | undefined }): boolean => description === text;
}

function isMappingDescribed(text: string) {
  return ({ mappingDescription }: InteractionPlanMappingDto): boolean => mappingDescription === text;
}

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
