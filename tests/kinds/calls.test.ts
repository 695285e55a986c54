import type { Bag } from "../../provider/lifecycle/lifecycle";
import { TOKEN_PATH } from "../../schema/api";
import { createEngineDouble, type EngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { ManagedResource } from "../support/managed-resource";

const INBOXES = 50;
/** Lists that a run begins with, and a token. */
const BESIDES = 10;

let engine: EngineDouble;
beforeEach(async () => {
  engine = await createEngineDouble();
});
afterEach(async () => engine.stop());

interface Inbox {
  readonly address: ManagedResource;
  readonly signature: ManagedResource;
  readonly mapping: ManagedResource;
  readonly args: { readonly emailAddress: string; readonly html: string };
}

function inbox(index: number): Inbox {
  const resource = (kind: string) => new ManagedResource(engine, kind, `inbox-${index}`);
  return {
    address: resource("EmailAddress"),
    signature: resource("EmailSignature"),
    mapping: resource("InteractionPlanMapping"),
    args: { emailAddress: `inbox-${index}@example.com`, html: `<p>Inbox ${index}</p>` },
  };
}

/** In the order in which an engine makes them. */
async function up({ address, signature, mapping, args: { emailAddress, html } }: Inbox): Promise<void> {
  await address.up({ emailAddress, credential: SERVICE_ACCOUNT });
  await signature.up({ addressId: address.id, html });
  await mapping.up({ interactionPlan: "Customer support", addresses: [emailAddress] });
}

/** Number of all calls since the last time, those for lists and tokens included. */
function taken(): number {
  const requests = engine.simulator.requests();
  engine.simulator.clearRequests();
  return requests.length;
}

async function inboxes(): Promise<readonly Inbox[]> {
  const all = Array.from({ length: INBOXES }, (_, index) => inbox(index));
  await Promise.all(all.map(up));
  return all;
}

describe(`${INBOXES} inboxes`, () => {
  test("take 4 calls each to be made", async () => {
    await inboxes();
    const requests = engine.simulator.requests().filter(({ path }) => path !== TOKEN_PATH);
    expect(requests.filter(({ method }) => method !== "GET")).toHaveLength(4 * INBOXES);
    expect(taken()).toBeLessThanOrEqual(4 * INBOXES + BESIDES);
  });

  test("take none where nothing changes", async () => {
    const all = await inboxes();
    engine.newRun();
    taken();
    await Promise.all(all.map(up));
    expect(taken()).toBe(0);
  });

  test("take one each to be read, for their signatures", async () => {
    const all = await inboxes();
    engine.newRun();
    taken();
    await Promise.all(
      all.flatMap(({ address, signature, mapping }) =>
        [address, signature, mapping].map((resource) => resource.refresh()),
      ),
    );
    expect(taken()).toBeLessThanOrEqual(INBOXES + BESIDES);
  });

  test("take 2 each to be deleted where a signature goes with its address", async () => {
    const all = await inboxes();
    engine.newRun();
    taken();
    await Promise.all(
      all.map(async ({ address, mapping }) => {
        await mapping.destroy();
        await address.destroy();
      }),
    );
    expect(taken()).toBeLessThanOrEqual(2 * INBOXES + BESIDES);
    const { addresses, signatures, mappings } = engine.simulator.state();
    expect([addresses, signatures, mappings]).toEqual([[], [], []]);
  });
});

describe("a signature is looked at before it is written", () => {
  const ADDRESS = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT };
  const SIGNATURE = { html: "<p>Program</p>" };
  const theirs = () => {
    engine.simulator.create("signature", { emailAddress: MAILBOX, html: "<p>By hand</p>" });
  };
  const make = async (args: Bag = ADDRESS): Promise<ManagedResource> => {
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    return address;
  };
  const sign = async ({ id }: ManagedResource) =>
    new ManagedResource(engine, "EmailSignature").up({ addressId: id, ...SIGNATURE });

  test("but not on an address that this very run has made", async () => {
    const address = await make();
    engine.calls();
    await sign(address);
    expect(engine.calls()).toEqual(["PUT signature"]);
  });

  const OTHERS: readonly { readonly address: string; readonly ready: () => Promise<ManagedResource> }[] = [
    {
      address: "that an earlier run has stored",
      async ready() {
        const address = await make();
        engine.newRun();
        theirs();
        return address;
      },
    },
    {
      address: "that a killed run has left behind",
      async ready() {
        await make();
        engine.newRun();
        theirs();
        return make();
      },
    },
    {
      address: "whose making has no reply, as it may be older",
      async ready() {
        engine.simulator.addFault({ method: "POST", path: "/addresses$", after: true, close: true });
        const address = await make();
        theirs();
        return address;
      },
    },
    {
      address: "that is adopted",
      async ready() {
        engine.simulator.create("address", { emailAddress: MAILBOX, name: "Support" });
        theirs();
        return make({ ...ADDRESS, adopt: true });
      },
    },
  ];
  test.each(OTHERS)("on an address $address: what is there stays", async ({ ready }) => {
    const address = await ready();
    engine.calls();
    await expect(sign(address)).rejects.toMatchObject({ code: "VCC_TAKEN" });
    expect(engine.calls()).toEqual(["GET signature"]);
    expect(engine.simulator.state().signatures).toMatchObject([{ html: "<p>By hand</p>" }]);
  });

  test("where the reply to its first write is lost, it is written once", async () => {
    const address = await make();
    engine.simulator.addFault({
      method: "PUT",
      path: "/signature$",
      after: true,
      status: 200,
      body: "<html>",
    });
    engine.calls();
    await sign(address);
    expect(engine.calls()).toEqual(["PUT signature", "GET signature"]);
    expect(engine.simulator.state().signatures).toHaveLength(1);
  });
});
