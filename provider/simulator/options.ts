import type { ContractProfile } from "../../schema/contract/profile";
import type { StaleReads } from "./account/journal";
import type { Settings } from "./http/api-server";
import type { RequestRecord } from "./http/request-log";
import type { PlanSeed } from "./plans";
import type { RefuseGrant } from "./refusals";

/** Options of a simulator. All may be left out. */
export interface SimulatorOptions {
  /** Keeps the account here, across runs. Left out: in memory alone. Error: a file that is no store. */
  readonly file?: string;
  /** Client id that token requests must name; `simulator` when left out. */
  readonly clientId?: string;
  /** `simulator-secret` when left out. */
  readonly clientSecret?: string;
  /** What the API is like, as a contract profile says it; as built in when left out. Placeholders stand for anything. */
  readonly contract?: ContractProfile;
  /** The interaction plans; "Customer support", "Sales" and "Quality testing" when left out. Names may repeat. */
  readonly plans?: readonly PlanSeed[];
  /** The clock, in ms since 1970; the machine's when left out. */
  readonly now?: () => number;
  readonly settings?: Partial<Settings>;
  /** Lag of GETs behind writes; none when left out. */
  readonly staleReads?: StaleReads;
  /** Refuses a grant by returning the reason. Accepts every well-formed grant when left out. */
  readonly refuseGrant?: RefuseGrant;
  /** Hears of each API request once it is over. */
  readonly onRequest?: (record: Readonly<RequestRecord>) => void;
  /** Number of requests that the log keeps; 100,000 when left out. */
  readonly maxLoggedRequests?: number;
}
