import { canonicalAddress } from "../../schema/canonical-address";
import {
  DEFAULT_SERVICE_NAME,
  type EmailAddressDto,
  type EmailAddressInputs,
} from "../../schema/email-address";
import type { EmailProfileDto, EmailProfileInputs } from "../../schema/email-profile";
import type { ResourceDefinition } from "../lifecycle/definition";
import { fromDataSourceDtos } from "../kinds/data-sources";
import { knownServiceName } from "../kinds/email-address/body";
import { emailAddress } from "../kinds/email-address/handler";
import { emailProfile } from "../kinds/email-profile/handler";
import { emailSignature } from "../kinds/email-signature/handler";
import { interactionPlanMapping } from "../kinds/interaction-plan-mapping/handler";
import type { AccountReading } from "./account-reading";
import { type Adopt, type Adopted, type Candidate, createAdopter } from "./adoption";
import type {
  Inventory,
  LeftOut,
  TakenAddress,
  TakenMapping,
  TakenProfile,
  TakenSignature,
} from "./inventory";
import { type FoundAddresses, toMappingArgs } from "./mapping-args";
import type { AccountNames } from "./name-account";
import { withoutUndefined } from "../values/records";
import type { Selection } from "./selection";
import { toSignatureFiles } from "./signature-files";
import { type MaterialName, nameMaterials, standInCredential } from "./stand-in-credential";

/** Everything that is taken of an account, complete with what the engine has to store. Calls nobody. */
export async function takeInventory(
  reading: AccountReading,
  selection: Selection,
  names: AccountNames,
): Promise<Inventory> {
  const taking = new Taking(reading, selection, names);
  const profiles = await taking.profiles();
  const addresses = await taking.addresses(profiles);
  const { signatures, signatureFiles } = await taking.signatures(addresses);
  const mappings = await taking.mappings(addresses);
  return { profiles, addresses, signatures, mappings, signatureFiles, leftOut: taking.leftOut };
}

class Taking {
  readonly leftOut: LeftOut[] = [];
  readonly #reading: AccountReading;
  readonly #selection: Selection;
  readonly #names: AccountNames;
  readonly #adopt: Adopt;

  constructor(reading: AccountReading, selection: Selection, names: AccountNames) {
    this.#reading = reading;
    this.#selection = selection;
    this.#names = names;
    this.#adopt = createAdopter(reading);
  }

  async profiles(): Promise<TakenProfile[]> {
    const chosen = this.#reading.profiles.filter((dto) => this.#selection.profile(dto));
    return this.#take(named(chosen, this.#names.profiles, idOf), async ({ name, dto }) => {
      const args = toProfileArgs(dto);
      const adopted = await this.#adopted(emailProfile, dto.name, { name, id: dto.id, args });
      return adopted && { name, id: dto.id, args, ...adopted };
    });
  }

  async addresses(profiles: readonly TakenProfile[]): Promise<TakenAddress[]> {
    const chosen = this.#reading.addresses.filter((dto) => this.#selection.address(dto));
    const materialName = nameMaterials(this.#reading.addresses.map(({ authentication }) => authentication));
    return this.#take(named(chosen, this.#names.addresses, idOf), async ({ name, dto }) => {
      const args = toAddressArgs(dto, name, materialName);
      const { fingerprint } = dto.authentication;
      const known = fingerprint ? { credentialFingerprint: fingerprint } : {};
      const candidate = { name, id: dto.id, args, known };
      const adopted = await this.#adopted(emailAddress, dto.emailAddress, candidate);
      const profile = profiles.find(({ id }) => id === dto.profileId)?.name;
      return adopted && { name, id: dto.id, args, ...withoutUndefined({ profile }), ...adopted };
    });
  }

  async signatures(
    addresses: readonly TakenAddress[],
  ): Promise<Pick<Inventory, "signatures" | "signatureFiles">> {
    const chosen = this.#reading.addresses.filter((dto) => this.#selection.signature(dto));
    const found = named(chosen, this.#names.addresses, idOf).flatMap(({ name, dto }) => {
      const html = this.#reading.signatures.get(dto.id)?.html;
      return html === undefined ? [] : [{ addressId: dto.id, name, emailAddress: dto.emailAddress, html }];
    });
    const { files, sources } = toSignatureFiles(found);
    const signatures = await this.#take(
      found,
      async ({ name, addressId: id, emailAddress: mailbox }): Promise<TakenSignature | undefined> => {
        const source = sources.get(id);
        if (source === undefined) return undefined;
        const args = { addressId: id, html: source.html };
        const adopted = await this.#adopted(emailSignature, mailbox, { name, id, args });
        const address = addresses.find((taken) => taken.id === id)?.name;
        return adopted && { name, id, ...withoutUndefined({ address }), source, ...adopted };
      },
    );
    const used = new Set(signatures.map(({ source }) => source.path));
    return { signatures, signatureFiles: new Map([...files].filter(([path]) => used.has(path))) };
  }

  async mappings(addresses: readonly TakenAddress[]): Promise<TakenMapping[]> {
    const chosen = this.#reading.mappings.filter((dto) => this.#selection.mapping(dto));
    const byMailbox: FoundAddresses = new Map(
      addresses.map(({ name, args }) => [
        canonicalAddress(args.emailAddress),
        { name, emailAddress: args.emailAddress },
      ]),
    );
    const ids = named(chosen, this.#names.mappings, ({ mappingId }) => mappingId);
    return this.#take(ids, async ({ name, dto }) => {
      const { args, inboxes, outsiders } = toMappingArgs(dto, this.#reading.plans, byMailbox);
      const known = {
        interactionPlanId: dto.interactionPlanId,
        ...(dto.testing && { testingInteractionPlanId: dto.testing.interactionPlanId }),
      };
      const candidate = { name, id: dto.mappingId, args, known };
      const adopted = await this.#adopted(interactionPlanMapping, dto.mappingName, candidate);
      const isOwn = this.#names.ownMappings.has(dto.mappingId) && inboxes.length === 1;
      return adopted && { name, id: dto.mappingId, args, isOwn, inboxes, outsiders, ...adopted };
    });
  }

  /** One after the other and by name, as each may rule out a later one. */
  async #take<From, Kept>(
    items: readonly From[],
    take: (item: From) => Promise<Kept | undefined>,
  ): Promise<Kept[]> {
    const kept: Kept[] = [];
    for (const item of items) {
      const taken = await take(item);
      if (taken !== undefined) kept.push(taken);
    }
    return kept;
  }

  async #adopted(
    definition: ResourceDefinition,
    what: string,
    candidate: Candidate,
  ): Promise<Adopted | undefined> {
    const result = await this.#adopt(definition, candidate);
    if (!("reason" in result)) return result;
    this.leftOut.push({ kind: definition.kind, what, why: result.reason });
    return undefined;
  }
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

interface Named<Dto> {
  readonly name: string;
  readonly dto: Dto;
}

function named<Dto>(
  dtos: readonly Dto[],
  names: ReadonlyMap<string, string>,
  id: (dto: Dto) => string,
): Named<Dto>[] {
  return dtos
    .map((dto) => ({ name: names.get(id(dto)) ?? "", dto }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function toProfileArgs({ name, description, settings = {} }: EmailProfileDto): EmailProfileInputs {
  return {
    name,
    ...(description && { description }),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

function toAddressArgs(
  dto: EmailAddressDto,
  resourceName: string,
  materialName: MaterialName,
): EmailAddressInputs {
  const { description, profileId } = dto;
  const serviceNameForReports = knownServiceName(dto.serviceNameForReports);
  const dataSources = fromDataSourceDtos(dto.dataSources);
  const { authentication } = dto;
  const credential = standInCredential(authentication, materialName(authentication, resourceName));
  return {
    emailAddress: dto.emailAddress,
    name: dto.name,
    ...(description && { description }),
    // A word that this release doesn't know is left to VCC.
    ...(serviceNameForReports !== DEFAULT_SERVICE_NAME && withoutUndefined({ serviceNameForReports })),
    ...(Object.keys(dataSources).length > 0 && { dataSources }),
    ...(profileId && { profileId }),
    ...withoutUndefined({ credential }),
  };
}
