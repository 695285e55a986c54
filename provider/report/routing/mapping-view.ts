/** A mapping as routing sees it: of a stack before a run or after it, of a fleet file, or of an account. */
export interface MappingView {
  /** Name of its resource or entry; of an account's, its own. */
  readonly name: string;
  /** Canonical spelling of the addresses, with the text that was read. */
  readonly mailboxes: ReadonlyMap<string, string>;
  /** True if all of its addresses are known. */
  readonly areMailboxesKnown: boolean;
  /** Name of the plan; a symbol where nobody can tell. */
  readonly plan: unknown;
  readonly priority: unknown;
  readonly testing: { readonly plan: unknown; readonly senders: readonly unknown[] } | undefined;
  /** Time of the last modification before a run, in ms; undefined where nobody can tell. */
  readonly modifiedMs: number | undefined;
  /** True if a run writes it: it is modified after all that the run leaves alone. */
  readonly isWritten?: boolean;
}
