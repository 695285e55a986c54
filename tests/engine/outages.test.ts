import { KINDS } from "../../provider/kinds/index";
import type { Fault } from "../../provider/simulator/index";
import { INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";
import { type Account, AN_HOUR_MS, inbox, openAccount } from "../support/engine/account";

let account: Account;
beforeAll(async () => {
  account = await openAccount({ env: { VCC_MAX_RETRIES: "0" } });
  await account.stack.up(inbox);
  account.simulator.skewClock(AN_HOUR_MS);
});
afterAll(async () => account.dispose());

const NOT_FOUND = { status: 404, body: { status: 404, title: "Not Found" } };
const LISTS = [...KINDS.map(({ exported }) => exported.list), INTERACTION_PLANS];
const META = { page: 1, count: 0, pageCount: 0, totalCount: 0 };
const NOTHING = LISTS.map(({ path, listKey }) => ({
  path: `${path}$`,
  status: 200,
  body: { [listKey]: [], meta: META },
}));

/** All others, such as a gateway's page or 404 to all, are in tests/kinds/refresh-outages.test.ts. */
test.each<{ outage: string; faults: readonly Fault[] }>([
  { outage: "that refuses all", faults: [{ status: 503 }] },
  { outage: "that lists nothing at all", faults: [...NOTHING, NOT_FOUND] },
])(
  "a refresh in an outage $outage fails, with the state as it was; after it, nothing is a change",
  async ({ faults }) => {
    const { simulator, stack } = account;
    const before = stack.state().resources;
    account.writes();
    for (const fault of faults) simulator.addFault({ ...fault, method: "GET", times: 10_000 });
    const refreshed = await stack.refresh();
    const previewed = await stack.preview(inbox, { refresh: true });
    simulator.clearFaults();

    expect(refreshed.error).toBeDefined();
    expect(previewed.error).toBeDefined();
    expect(stack.state().resources).toEqual(before);
    const { error, changes } = await stack.up(inbox, { refresh: true });
    expect({ error, changes, writes: account.writes() }).toEqual({
      error: undefined,
      changes: [],
      writes: [],
    });
  },
);
