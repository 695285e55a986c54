import type { Variant } from "../../schema/credential/methods";

/** Key of tables that need a row for every method by which VCC signs in by itself. */
export type ManagedVariant = Exclude<Variant, "interactive">;
