import type { Clock } from "./clock";
import type { Consents } from "./consents";
import type { Grant } from "./grants";
import type { StoredAddress } from "./model";
import type { Store } from "./store";

/** What the routes work on. */
export interface Account {
  readonly store: Store;
  readonly clock: Clock;
  readonly consents: Consents;
  /** Why VCC refuses this grant, or `undefined` where it accepts. */
  readonly refusalOf: (address: StoredAddress, grant: Grant) => string | undefined;
}
