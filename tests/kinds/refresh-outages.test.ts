import type { Fault, RunningSimulator } from "../../provider/simulator/index";
import { KINDS as REGISTERED } from "../../provider/kinds/index";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";
import { createMapping } from "../support/account-objects";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX } from "../support/identities";
import { KINDS, type KindRow } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";

const engine = useEngineDouble();

type Outcome = "there" | "gone" | `VCC_${string}`;

/** What is to be refreshed: one object of the stack beside another one of its kind, and a stranger's. */
interface Met {
  readonly simulator: RunningSimulator;
  /** Pattern of the kind's list, and of any of its objects; a signature's list is that of its address. */
  readonly list: string;
  readonly object: string;
  /** Pattern of the object itself. */
  readonly own: string;
  /** The list's entries: the object, the other one, the stranger's. */
  readonly entries: readonly [Bag, Bag, Bag];
  readonly listKey: string;
  /** Keys of an entry: its id, and a text that VCC has to tell. */
  readonly idKey: string;
}

interface Case {
  readonly rule: string;
  readonly arm: (met: Met) => void;
  readonly one: Outcome;
  /** Default: that the other one is as it was. */
  readonly other?: Outcome;
  /** Of a signature, which is read by itself and has its address for a witness. */
  readonly signature?: { readonly one: Outcome; readonly other?: Outcome };
}

const ALWAYS = { times: 10_000 };
const NOT_FOUND = { status: 404, body: { status: 404, title: "Not Found" } };
const HTML = "<html><title>502 Bad Gateway</title></html>";

const fail = (met: Met, path: string, fault: Fault) =>
  met.simulator.addFault({ method: "GET", path, ...fault, ...ALWAYS });

/** The list as VCC tells it from now on. */
function tell(met: Met, items: readonly unknown[], meta: object = {}): void {
  const counts = { page: 1, count: items.length, pageCount: 1, totalCount: items.length };
  fail(met, met.list, { status: 200, body: { [met.listKey]: items, meta: { ...counts, ...meta } } });
}

const broken = (met: Met, entry: Bag): Bag => ({ [met.idKey]: entry[met.idKey] });

const CASES: readonly Case[] = [
  {
    rule: "404 to the object that the list shows",
    arm: (met) => fail(met, met.own, NOT_FOUND),
    one: "there",
    signature: { one: "gone" },
  },
  {
    rule: "404 to the list",
    arm: (met) => fail(met, met.list, NOT_FOUND),
    one: "VCC_DOUBTFUL_404",
    other: "VCC_DOUBTFUL_404",
    signature: { one: "there" },
  },
  {
    rule: "404 to the list and to each object",
    arm: (met) => [met.list, met.object].forEach((path) => fail(met, path, NOT_FOUND)),
    one: "VCC_DOUBTFUL_404",
    other: "VCC_DOUBTFUL_404",
  },
  {
    rule: "a list that lacks the object, which is there",
    arm: (met) => tell(met, met.entries.slice(1)),
    one: "there",
    signature: { one: "there" },
  },
  {
    rule: "a list that lacks the object, and 404 to it",
    arm: (met) => {
      tell(met, met.entries.slice(1));
      fail(met, met.own, NOT_FOUND);
    },
    one: "gone",
  },
  {
    rule: "an empty page of a list that counts them",
    arm: (met) => tell(met, [], { totalCount: 3 }),
    one: "VCC_UNREADABLE_REPLY",
    other: "VCC_UNREADABLE_REPLY",
    signature: { one: "there" },
  },
  {
    rule: "an empty list, though each object is there",
    arm: (met) => tell(met, []),
    one: "there",
    signature: { one: "there" },
  },
  {
    rule: "a page that is missing",
    arm: (met) => tell(met, met.entries.slice(1), { pageCount: 2, totalCount: 3 }),
    one: "VCC_UNREADABLE_REPLY",
    other: "VCC_UNREADABLE_REPLY",
    signature: { one: "there" },
  },
  {
    rule: "a count of fewer than there are",
    arm: (met) => tell(met, met.entries, { totalCount: 1 }),
    one: "there",
    signature: { one: "there" },
  },
  ...[500, 503].map((status): Case => {
    return {
      rule: `${status} to the list`,
      arm: (met) => fail(met, met.list, { status }),
      one: "VCC_SERVER_ERROR",
      other: "VCC_SERVER_ERROR",
      signature: { one: "there" },
    };
  }),
  {
    rule: "a gateway's page in place of the list",
    arm: (met) => fail(met, met.list, { status: 200, body: HTML }),
    one: "VCC_UNREADABLE_REPLY",
    other: "VCC_UNREADABLE_REPLY",
    signature: { one: "there" },
  },
  {
    rule: "a gateway's 404 to the object, and a list without it",
    arm: (met) => {
      tell(met, met.entries.slice(1));
      fail(met, met.own, { status: 404, body: HTML });
    },
    one: "VCC_DOUBTFUL_404",
  },
  {
    rule: "an entry of this stack that can't be read, though the object can",
    arm: (met) => tell(met, [broken(met, met.entries[0]), ...met.entries.slice(1)]),
    one: "there",
    signature: { one: "there" },
  },
  {
    rule: "an object of this stack that can't be read in any way",
    arm: (met) => {
      tell(met, [broken(met, met.entries[0]), ...met.entries.slice(1)]);
      fail(met, met.own, { status: 200, body: HTML });
    },
    one: "VCC_UNREADABLE_REPLY",
  },
  {
    rule: "an object of this stack that can't be read in the list, and 404 to it",
    arm: (met) => {
      tell(met, [broken(met, met.entries[0]), ...met.entries.slice(1)]);
      fail(met, met.own, NOT_FOUND);
    },
    one: "VCC_DOUBTFUL_404",
    signature: { one: "gone" },
  },
  {
    rule: "a stranger's object that can't be read",
    arm: (met) => tell(met, [...met.entries.slice(0, 2), broken(met, met.entries[2])]),
    one: "there",
    signature: { one: "there" },
  },
  {
    rule: "403 to the list",
    arm: (met) => fail(met, met.list, { status: 403, body: { message: "Forbidden" } }),
    one: "VCC_FORBIDDEN",
    other: "VCC_FORBIDDEN",
    signature: { one: "there" },
  },
  {
    rule: "403 to all",
    arm: (met) => fail(met, ".", { status: 403, body: { message: "Forbidden" } }),
    one: "VCC_FORBIDDEN",
    other: "VCC_FORBIDDEN",
  },
  {
    rule: "404 to all",
    arm: (met) => fail(met, ".", NOT_FOUND),
    one: "VCC_DOUBTFUL_404",
    other: "VCC_DOUBTFUL_404",
  },
  {
    rule: "no token that is taken",
    arm: (met) => fail(met, ".", { status: 401, body: { message: "Unauthorized" } }),
    one: "VCC_TOKEN_REFUSED",
    other: "VCC_TOKEN_REFUSED",
  },
  {
    rule: "lists of all kinds that are empty, and 404 to each object",
    arm: listNothing,
    one: "VCC_DOUBTFUL_404",
    other: "VCC_DOUBTFUL_404",
  },
];

/** As an account without anything answers, or an outage that looks like one. */
function listNothing(met: Met): void {
  const lists = [...REGISTERED.map(({ exported }) => exported.list), INTERACTION_PLANS];
  const meta = { page: 1, count: 0, pageCount: 0, totalCount: 0 };
  for (const { path, listKey } of lists)
    fail(met, `${path}$`, { status: 200, body: { [listKey]: [], meta } });
  fail(met, ".", NOT_FOUND);
}

/** Two objects of the stack, as a former run has made them, and one of somebody else. */
async function prepare(row: KindRow): Promise<{ one: ManagedResource; other: ManagedResource; met: Met }> {
  const { simulator } = engine;
  const args = row.prepare(simulator);
  simulator.create("address", { emailAddress: "other@example.com", name: "Of another mailbox" });
  const otherId = simulator.state().addresses.at(-1)?.id ?? "";
  simulator.create("address", { emailAddress: "stranger@example.com", name: "A stranger's" });
  simulator.create("profile", { name: "A stranger's" });
  createMapping(simulator, "A stranger's", { toAddresses: ["stranger@example.com"] });
  const own = new ManagedResource(engine, row.kind, "one");
  await own.up(args);
  const others: Record<KindRow["noun"], Bag> = {
    profile: { name: "Other" },
    address: { emailAddress: "third@example.com", name: "Third", credential: args["credential"] },
    signature: { addressId: otherId, html: "<p>Other</p>" },
    mapping: { interactionPlan: "Sales", addresses: ["other@example.com"], name: "Other" },
  };
  const other = new ManagedResource(engine, row.kind, "other");
  await other.up(others[row.noun]);
  engine.newRun();
  return { one: own, other, met: metBy(row, own.id ?? "", other.id ?? "") };
}

function metBy({ noun }: KindRow, id: string, otherId: string): Met {
  const { simulator } = engine;
  const [kind] = REGISTERED.filter(({ simulated }) => simulated.noun === noun);
  if (kind === undefined) throw new Error(noun);
  const { list, parts } = kind.exported;
  const isPart = parts !== undefined;
  const { path, listKey, idKey } = list as unknown as Record<"path" | "listKey" | "idKey", string>;
  const rows = simulator.state()[listKey as "addresses"] as unknown as readonly Bag[];
  const byId = (wanted: string) => rows.find((entry) => entry[idKey] === wanted) ?? { [idKey]: wanted };
  const strangers = rows.find((entry) => ![id, otherId].includes(String(entry[idKey])));
  return {
    simulator,
    list: `${path}$`,
    object: `${path}/[^/]+`,
    own: isPart ? `${path}/${id}${parts.part.path}$` : `${path}/${id}$`,
    entries: [byId(id), byId(otherId), strangers ?? { [idKey]: "stranger" }],
    listKey,
    idKey,
  };
}

async function refresh(resource: ManagedResource): Promise<Outcome> {
  try {
    return await resource.refresh();
  } catch (error) {
    return String((error as { readonly code?: unknown }).code) as Outcome;
  }
}

describe.each(KINDS)("$kind", (row) => {
  test.each(CASES)("$rule", async ({ arm, one, other = "there", signature }) => {
    const made = await prepare(row);
    const expected =
      row.kind === "EmailSignature" && signature ? { other: "there", ...signature } : { one, other };
    const before = [made.one, made.other].map(({ state, inputs }) => ({ state, inputs }));
    const account = engine.simulator.state();
    arm(made.met);

    expect({ one: await refresh(made.one), other: await refresh(made.other) }).toEqual(expected);
    // Neither drift of what is there, nor a change of what nobody can tell.
    const kept = [made.one, made.other].map(({ id, state, inputs }, index) =>
      id === undefined ? before[index] : { state, inputs },
    );
    expect(kept).toEqual(before);
    expect(engine.simulator.state()).toEqual(account);
    if (row.noun === "address") expect(made.one.inputs["emailAddress"] ?? MAILBOX).toBe(MAILBOX);
  });
});
