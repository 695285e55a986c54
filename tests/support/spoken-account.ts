import type { ReadOnlyClient } from "../../provider/client/read-only";

/** Objects of an account as built in, in the spelling of its replies. */
export interface SpokenAccount {
  readonly addresses?: readonly unknown[];
  readonly profiles?: readonly unknown[];
  readonly mappings?: readonly unknown[];
  readonly plans?: readonly unknown[];
  readonly signature?: unknown;
}

/** A client of an account that answers whatever it is told to. */
export function clientOf(account: SpokenAccount): ReadOnlyClient & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  const { addresses = [], profiles = [], mappings = [], plans = [], signature } = account;
  const lists: Readonly<Record<string, object>> = {
    "/channels/email/addresses": pageOf("addresses", addresses),
    "/channels/email/profiles": pageOf("profiles", profiles),
    "/interactionplanmanager/mappings": pageOf("mappings", mappings),
    "/useradmin/interactionPlans": pageOf("interactionPlans", plans),
  };
  return {
    asked,
    calls: () => asked.length,
    get(_api, target) {
      asked.push(target);
      const { pathname } = new URL(target, "http://vcc.invalid");
      const body = pathname.endsWith("/signature") ? signature : lists[pathname];
      if (body === undefined) return Promise.resolve({ status: 404, body: '{"statusCode":404}' });
      return Promise.resolve({ status: 200, body: JSON.stringify(body) });
    },
  };
}

function pageOf(key: string, items: readonly unknown[]): object {
  const meta = { page: 1, count: items.length, pageCount: 1, totalCount: items.length };
  return { [key]: items, meta };
}
