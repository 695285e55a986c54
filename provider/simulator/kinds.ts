import type * as z from "zod";
import { KINDS } from "../kinds/index";

type BuiltIn = (typeof KINDS)[number]["simulated"];
type BuiltInTable = BuiltIn | NonNullable<BuiltIn["tables"]>[number];

/** The kinds that a simulator has unless it is given others. */
export const SIMULATED_KINDS: readonly BuiltIn[] = KINDS.map(({ simulated }) => simulated);

/** The kinds that somebody may touch behind the program's back. */
export type ObjectKind = BuiltIn["noun"];

/**
 * Everything in the account, each kind in order of creation: what a file holds and what `state()` returns.
 *
 * @interface
 */
export type AccountState = {
  [Table in BuiltInTable as Table["stateKey"]]: z.infer<Table["stored"]>[];
};
