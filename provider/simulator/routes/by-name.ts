/** Data sources in the simulator's own order, as the contract gives them none. */
export function byName<Source extends { readonly name: string }>(sources: readonly Source[]): Source[] {
  return [...sources].sort((one, other) => (one.name < other.name ? -1 : 1));
}
