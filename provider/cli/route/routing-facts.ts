import type { InteractionPlanDto } from "../../../schema/interaction-plan-mapping";
import type { MappingView } from "../../report/routing/mapping-view";

/** A mapping that may take mail, with the data sources that it sets on interactions. */
export interface RoutableMapping extends MappingView {
  /** VCC's own; null in a fleet file. */
  readonly id: string | null;
  /** Undefined where VCC doesn't tell. */
  readonly dataSources: Readonly<Record<string, string>> | undefined;
}

/** A mailbox that mail is pulled from. */
export interface RoutableAddress {
  readonly emailAddress: string;
  /** Undefined where VCC doesn't tell. */
  readonly dataSources: Readonly<Record<string, string>> | undefined;
  /** VCC's own word for its sign-in; null in a fleet file, and where VCC doesn't tell. */
  readonly status: string | null;
}

/** Mappings and addresses by which mail is routed, of a fleet file or of an account. */
export interface RoutingFacts {
  /** The fleet file that they are of; undefined for an account's. */
  readonly fleet: { readonly file: string; readonly environment: string | null } | undefined;
  readonly mappings: readonly RoutableMapping[];
  readonly addresses: readonly RoutableAddress[];
  /** The account's plans; undefined for a fleet file, and where they can't all be read. */
  readonly plans: readonly InteractionPlanDto[] | undefined;
  /** Reasons why there may be more mappings than these, as sentences; none in a fleet file. */
  readonly unreadMappings: readonly string[];
  /** Reasons why there may be more addresses than these, as sentences; none in a fleet file. */
  readonly unreadAddresses: readonly string[];
  /** Sentences on what the answer lacks, though it stands. */
  readonly notes: readonly string[];
}
