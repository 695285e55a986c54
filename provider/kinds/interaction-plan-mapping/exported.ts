import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import type { MappingEntry, SharedMappingEntry } from "../../../schema/fleet/mapping-entry";
import {
  INTERACTION_PLAN_MAPPINGS,
  INTERACTION_PLANS,
  type InteractionPlanDto,
  type InteractionPlanMappingDto,
  type InteractionPlanMappingInputs,
} from "../../../schema/interaction-plan-mapping";
import { hasErrorCode } from "../../errors";
import { assignNames, namedInVcc } from "../../export/entry-names";
import type { AccountSnapshot, ExportedKind, PartlyTaken, TakenObject } from "../../export/exported-kind";
import { ResourceOutput } from "../../export/typescript-text";
import { withoutUndefined } from "../../values/records";
import { fromDataSourceDtos } from "../data-sources";
import { addressesNamedBy } from "../email-address/exported";
import { emailAddress } from "../email-address/handler";
import { planIdOf } from "./plans";

const NOUN = "mapping";

export const exportedMapping: ExportedKind<
  InteractionPlanMappingDto,
  InteractionPlanMappingInputs,
  "mappings",
  MappingNotes
> = {
  noun: NOUN,
  plural: "mappings",
  list: INTERACTION_PLAN_MAPPINGS,
  unreadAs: { noun: NOUN, plural: "mappings" },
  fleet: { section: "mappings" },

  /** A mapping that belongs to one address alone has its name. */
  names(account, namesOf) {
    const addressNames = namesOf(emailAddress.kind);
    const owners = ownersOfMappings(account);
    const own = [...owners].map(([mapping, address]) => [mapping, addressNames.get(address) ?? ""] as const);
    const others = account
      .objects(INTERACTION_PLAN_MAPPINGS)
      .filter(({ mappingId }) => !owners.has(mappingId))
      .map(({ mappingId, mappingName }) => ({ id: mappingId, candidates: namedInVcc(mappingName, NOUN) }));
    // A fleet file can't have a mapping named like an inbox with a mapping of its own.
    return new Map([...own, ...assignNames(others, new Set(addressNames.values()))]);
  },

  /** Every mapping that names a chosen address comes with it. */
  select(matches, account) {
    const named = addressesNamedBy(matches, account);
    const mailboxes = new Set(named.map((address) => canonicalAddress(address.emailAddress)));
    const isNamed = (address: string) => matches(address) || mailboxes.has(canonicalAddress(address));
    return account
      .objects(INTERACTION_PLAN_MAPPINGS)
      .filter(
        ({ mappingName, toAddresses = [] }) =>
          toAddresses.some(isEmailChannel) && (matches(mappingName) || toAddresses.some(isNamed)),
      );
  },

  toDrafts(chosen, account) {
    const plans = account.objects(INTERACTION_PLANS);
    const inboxes = takenInboxes(account);
    const owners = ownersOfMappings(account);
    return chosen.map((object) => {
      const { id, dto } = object;
      const { toAddresses = [], interactionPlanId, testing } = dto;
      const inside = toAddresses.flatMap((address) => inboxes.get(canonicalAddress(address)) ?? []);
      inside.sort((a, b) => (a.taken.name < b.taken.name ? -1 : 1));
      const outsiders = toAddresses.filter((address) => !inboxes.has(canonicalAddress(address))).sort();
      const args = toArgs(dto, plans, [...inside.map(({ mailbox }) => mailbox), ...outsiders]);
      const [first, ...more] = inside;
      const owner = owners.has(id) && more.length === 0 ? first?.taken : undefined;
      const references = inside.map(({ taken }) => new ResourceOutput(taken, "emailAddress"));
      return {
        object,
        args,
        known: {
          interactionPlanId,
          ...(testing && { testingInteractionPlanId: testing.interactionPlanId }),
        },
        declared: { ...args, addresses: [...references, ...outsiders] },
        owner,
        entry: owner === undefined ? toSharedEntry(args, inside, outsiders) : toOwnEntry(args),
      };
    });
  },

  notes: (account) => ({
    otherChannels: {
      topic: "not exported",
      title: "Mappings of other channels, which aren't exported",
      items: account
        .objects(INTERACTION_PLAN_MAPPINGS)
        .filter(({ toAddresses = [] }) => !toAddresses.some(isEmailChannel))
        .map(({ mappingName }) => mappingName),
      line: String,
      isShort: true,
    },
  }),
};

/** Notes on mappings in the summary's JSON. */
export interface MappingNotes {
  /** Names of mappings that name no mailbox, so that they belong to other channels. */
  readonly otherChannels: readonly string[];
}

/** An address of an export in the spelling of its program. */
interface Inbox {
  readonly taken: TakenObject;
  readonly mailbox: string;
}

/** By mailbox in lower case. */
function takenInboxes(account: PartlyTaken): ReadonlyMap<string, Inbox> {
  const byId = new Map(account.taken(emailAddress.kind).map((taken) => [taken.id, taken]));
  return new Map(
    account.objects(EMAIL_ADDRESSES).flatMap(({ id, emailAddress: mailbox }) => {
      const taken = byId.get(id);
      return taken === undefined ? [] : [[canonicalAddress(mailbox), { taken, mailbox }] as const];
    }),
  );
}

/** The address of each mapping that names no other, where no second mapping does the same; ids by ids. */
function ownersOfMappings(account: AccountSnapshot): ReadonlyMap<string, string> {
  const toPair = ({ id, emailAddress: mailbox }: EmailAddressDto) => [canonicalAddress(mailbox), id] as const;
  const idOf = new Map(account.objects(EMAIL_ADDRESSES).map(toPair));
  const byAddress = new Map<string, string[]>();
  for (const { mappingId, toAddresses = [] } of account.objects(INTERACTION_PLAN_MAPPINGS)) {
    const [only, ...others] = new Set(toAddresses.map((address) => canonicalAddress(address)));
    const owner = only === undefined || others.length > 0 ? undefined : idOf.get(only);
    if (owner !== undefined) byAddress.set(owner, [...(byAddress.get(owner) ?? []), mappingId]);
  }
  return new Map(
    [...byAddress].flatMap(([address, [mapping, ...more]]) =>
      mapping === undefined || more.length > 0 ? [] : [[mapping, address] as const],
    ),
  );
}

/** A mapping as a program declares it: plans by name where that says which one. */
function toArgs(
  dto: InteractionPlanMappingDto,
  plans: readonly InteractionPlanDto[],
  addresses: string[],
): InteractionPlanMappingInputs {
  const dataSources = fromDataSourceDtos(dto.dataSources);
  return {
    interactionPlan: planName(dto.interactionPlanId ?? "", plans),
    addresses,
    name: dto.mappingName,
    ...(dto.mappingDescription && { description: dto.mappingDescription }),
    ...(Object.keys(dataSources).length > 0 && { dataSources }),
    // Also the default: who reads the file compares ranks. One that VCC doesn't tell is left as it is.
    ...(typeof dto.priority === "number" && { priority: dto.priority }),
    ...(dto.testing && {
      testing: {
        interactionPlan: planName(dto.testing.interactionPlanId, plans),
        fromAddresses: [...dto.testing.fromAddresses].sort(),
      },
    }),
  };
}

/** The plan's name, or its GUID where the provider would not find this very plan by the name. */
function planName(id: string, plans: readonly InteractionPlanDto[]): string {
  const name = plans.find(({ interactionPlanId }) => interactionPlanId === id)?.interactionPlanName;
  if (name === undefined || name === "") return id;
  try {
    return planIdOf(plans, name, "interactionPlan") === id ? name : id;
  } catch (error) {
    if (!hasErrorCode(error, "VCC_PLAN_AMBIGUOUS", "VCC_PLAN_NOT_FOUND")) throw error;
    return id;
  }
}

function toOwnEntry({ addresses: _addresses, ...mapping }: InteractionPlanMappingInputs): MappingEntry {
  return mapping;
}

function toSharedEntry(
  args: InteractionPlanMappingInputs,
  inside: readonly Inbox[],
  outsiders: readonly string[],
): SharedMappingEntry {
  return {
    ...withoutUndefined({
      inboxes: inside.length > 0 ? inside.map(({ taken }) => taken.name) : undefined,
      addresses: outsiders.length > 0 ? [...outsiders] : undefined,
    }),
    ...toOwnEntry(args),
  };
}

/** True for a mapping's address of this channel: others name phone numbers and handles. Source: documented. */
function isEmailChannel(address: string): boolean {
  return /^[^@]+@[^@]+$/u.test(address);
}
