import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import type { ListEndpoint } from "../../../schema/endpoint";
import {
  INTERACTION_PLAN_MAPPINGS,
  INTERACTION_PLANS,
  type InteractionPlanDto,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import { toMs } from "../../../schema/time";
import { VccError } from "../../errors";
import { fromDataSourceDtos } from "../../kinds/data-sources";
import { planReference } from "../../kinds/interaction-plan-mapping/plans";
import type { Listing, VccApi } from "../../ports";
import { UNKNOWN } from "../../values/unknown";
import type { RoutableAddress, RoutableMapping, RoutingFacts } from "./routing-facts";

/** A list of the account, and sentences on what of it couldn't be read. */
interface ReadList<Dto> {
  readonly objects: readonly Dto[];
  readonly unread: readonly string[];
}

/**
 * All mappings and addresses of an account, whoever made them. Reads only; a list that VCC refuses to tell is said to be
 * missing, unless `onRefused` throws.
 */
export async function accountFacts(
  api: VccApi,
  onRefused: (refusal: VccError) => void = () => undefined,
): Promise<RoutingFacts> {
  const [mappings, addresses, plans] = await Promise.all([
    readList(api, INTERACTION_PLAN_MAPPINGS, onRefused),
    readList(api, EMAIL_ADDRESSES, onRefused),
    readList(api, INTERACTION_PLANS, onRefused),
  ]);
  return {
    fleet: undefined,
    mappings: mappings.objects.map((dto) => toRoutable(dto, plans.objects)),
    addresses: addresses.objects.map(toAddress),
    plans: plans.unread.length === 0 ? plans.objects : undefined,
    unreadMappings: mappings.unread,
    unreadAddresses: addresses.unread,
    notes: plans.unread.map((sentence) => `A plan may be told by its id. ${sentence}`),
  };
}

async function readList<Dto extends object>(
  api: VccApi,
  endpoint: ListEndpoint<Dto>,
  onRefused: (refusal: VccError) => void,
): Promise<ReadList<Dto>> {
  let listing: Listing<Dto>;
  try {
    listing = await api.reader(endpoint).listAll();
  } catch (error) {
    if (!(error instanceof VccError)) throw error;
    onRefused(error);
    return {
      objects: [],
      unread: [`The list of ${endpoint.plural} couldn't be read: ${error.message} [${error.code}]`],
    };
  }
  const unread = listing.unreadable.map(
    ({ id, problem }) =>
      `VCC shows the ${endpoint.noun} ${id ?? "without an id"} in another form than this release knows: ${problem}. Look at it in VCC's own screens.`,
  );
  return { objects: listing.objects, unread };
}

function toRoutable(dto: InteractionPlanMappingDto, plans: readonly InteractionPlanDto[]): RoutableMapping {
  const { mappingId, mappingName, toAddresses, interactionPlanId, priority, updatedAt, dataSources } = dto;
  return {
    id: mappingId,
    name: mappingName === "" ? mappingId : mappingName,
    mailboxes: new Map((toAddresses ?? []).map((address) => [canonicalAddress(address), address])),
    areMailboxesKnown: toAddresses !== undefined,
    plan: planOf(interactionPlanId, plans),
    priority: priority ?? UNKNOWN,
    testing: testingOf(dto, plans),
    modifiedMs: toMs(updatedAt),
    dataSources: dataSources && fromDataSourceDtos(dataSources),
  };
}

function planOf(id: string | undefined, plans: readonly InteractionPlanDto[]): unknown {
  return id === undefined || id === "" ? UNKNOWN : planReference(plans, id, undefined);
}

function testingOf(
  { testing }: InteractionPlanMappingDto,
  plans: readonly InteractionPlanDto[],
): RoutableMapping["testing"] {
  if (testing === null) return undefined;
  if (testing === undefined) return { plan: UNKNOWN, senders: [UNKNOWN] };
  return { plan: planOf(testing.interactionPlanId, plans), senders: testing.fromAddresses };
}

function toAddress({ emailAddress, dataSources, authentication }: EmailAddressDto): RoutableAddress {
  return {
    emailAddress,
    dataSources: dataSources && fromDataSourceDtos(dataSources),
    status: authentication.status === "" ? null : authentication.status,
  };
}
