import { type Account, inbox, type InboxArgs, openAccount } from "../support/engine/account";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(async () => account.dispose());

describe("an inbox of all four kinds", () => {
  test("is previewed without any API call", async () => {
    const preview = await account.stack.preview(inbox);
    expect(preview).toMatchObject({
      error: undefined,
      lines: [
        "create EmailAddress support",
        "create EmailProfile care",
        "create EmailSignature support",
        "create InteractionPlanMapping support",
      ],
    });
    expect(account.simulator.requests()).toEqual([]);
  });

  test("is made in the order of its references, every object once", async () => {
    const { error, order } = await account.stack.up(inbox);
    expect(error).toBeUndefined();
    expect(order.slice(0, 2)).toEqual(["create EmailProfile care", "create EmailAddress support"]);
    const writes = account.order();
    expect(writes.slice(0, 3)).toEqual(["POST profile", "POST address", "PUT sign-in"]);
    expect(writes.slice(3).sort()).toEqual(["POST mapping", "PUT signature"]);
    const { addresses, mappings, profiles, signatures } = account.simulator.state();
    expect(addresses).toMatchObject([
      {
        emailAddress: "support@example.com",
        profileId: profiles[0]?.id,
        authentication: { status: "Active" },
      },
    ]);
    expect(mappings).toMatchObject([{ toAddresses: ["support@example.com"], priority: 5000 }]);
    expect(signatures).toHaveLength(1);
  });

  test("is left alone when nothing changed: no write, and in a preview no call at all", async () => {
    expect((await account.stack.up(inbox)).changes).toEqual([]);
    expect(account.writes()).toEqual([]);
    expect((await account.stack.preview(inbox)).changes).toEqual([]);
    expect(account.simulator.requests()).toEqual([]);
  });

  test("has nothing to say after a refresh", async () => {
    expect((await account.stack.refresh()).changes).toEqual([]);
    expect((await account.stack.preview(inbox)).changes).toEqual([]);
  });
});

describe("each field is changed in place, by one write a resource with just the changed keys", () => {
  // Each row keeps what the rows before it changed.
  let args: InboxArgs = {};
  const change = async (more: InboxArgs) => {
    const { address, mapping, profile } = args;
    args = {
      ...args,
      ...more,
      address: { ...address, ...more.address },
      mapping: { ...mapping, ...more.mapping },
      profile: { ...profile, ...more.profile },
    };
    return account.stack.up(() => inbox(args));
  };

  test.each<{ rule: string; more: InboxArgs; writes: readonly string[] }>([
    {
      rule: "names, and the signature",
      more: {
        profile: { name: "Care" },
        address: { name: "Support" },
        mapping: { name: "Routing" },
        html: "<p>New</p>",
      },
      writes: [
        'PATCH address {"name":"Support"}',
        'PATCH mapping {"mappingName":"Routing"}',
        'PATCH profile {"name":"Care"}',
        'PUT signature {"html":"<p>New</p>"}',
      ],
    },
    {
      rule: "descriptions of an address and a mapping, and the profile's settings",
      more: {
        address: { description: "d" },
        mapping: { description: "d" },
        profile: { settings: { a: 1, b: true } },
      },
      writes: [
        'PATCH address {"description":"d"}',
        'PATCH mapping {"mappingDescription":"d"}',
        'PATCH profile {"settings":{"a":1,"b":true}}',
      ],
    },
    {
      rule: "the service name for reports, the priority, data sources and the profile's description",
      more: {
        address: { serviceNameForReports: "destinationName", dataSources: { flow: "x" } },
        mapping: { priority: 6000, dataSources: { a: "b" } },
        profile: { description: "d" },
      },
      writes: [
        'PATCH address {"serviceNameForReports":"destinationName","dataSources":[{"name":"flow","value":"x"}]}',
        'PATCH mapping {"dataSources":[{"name":"a","value":"b"}],"priority":6000}',
        'PATCH profile {"description":"d"}',
      ],
    },
  ])("$rule", async ({ more, writes }) => {
    const { error, changes } = await change(more);
    expect(error).toBeUndefined();
    expect(changes).toHaveLength(writes.length);
    expect(account.writes().sort()).toEqual(writes);
  });

  test("the plan, by name and with a testing plan", async () => {
    const { plans } = account.simulator.state();
    const idOf = (name: string) => plans.find((plan) => plan.interactionPlanName === name)?.interactionPlanId;
    await change({ mapping: { interactionPlan: "Sales" } });
    expect(account.writes()).toEqual([`PATCH mapping {"interactionPlanId":"${idOf("Sales")}"}`]);
    await change({
      mapping: { testing: { interactionPlan: "Quality testing", fromAddresses: ["qa@example.com"] } },
    });
    expect(account.writes()).toEqual([
      `PATCH mapping {"testing":{"interactionPlanId":"${idOf("Quality testing")}","fromAddresses":["qa@example.com"]}}`,
    ]);
  });

  test("what the program no longer says goes back to the default, in one write a resource", async () => {
    const { error } = await account.stack.up(() =>
      inbox({ profile: { name: "Care" }, address: { name: "Support" }, mapping: { name: "Routing" } }),
    );
    expect(error).toBeUndefined();
    expect(account.order().sort()).toEqual([
      "PATCH address",
      "PATCH mapping",
      "PATCH profile",
      "PUT signature",
    ]);
    expect(account.simulator.state()).toMatchObject({
      profiles: [{ description: "", settings: {} }],
      addresses: [{ description: "", serviceNameForReports: "reportingGroup", dataSources: [] }],
      mappings: [{ mappingDescription: "", priority: 5000, dataSources: [], testing: null }],
    });
  });
});

test("the whole stack is destroyed in the order that VCC demands", async () => {
  const { error } = await account.stack.destroy();
  expect(error).toBeUndefined();
  const order = account.order();
  expect(order.slice(0, 2).sort()).toEqual(["DELETE mapping", "DELETE signature"]);
  expect(order.slice(2)).toEqual(["DELETE address", "DELETE profile"]);
  expect(account.simulator.state()).toMatchObject({
    addresses: [],
    profiles: [],
    mappings: [],
    signatures: [],
  });
  expect(account.stack.state().resources).toEqual([]);
});
