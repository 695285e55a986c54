import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { SERVICE_ACCOUNT } from "../support/identities";

const engine = useEngineDouble();

const ADDRESS = { emailAddress: "support@example.com", name: "Support", credential: SERVICE_ACCOUNT };
const MOVED = { ...ADDRESS, emailAddress: "help@example.com" };

/** An inbox whose address has a fixed name: all of it goes before its successor is made. */
async function openInbox() {
  const address = new ManagedResource(engine, "EmailAddress");
  await address.up(ADDRESS);
  const signature = new ManagedResource(engine, "EmailSignature");
  await signature.up({ addressId: address.id, html: "<p>Support</p>" });
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await mapping.up({ interactionPlan: "Sales", name: "Routing", addresses: [ADDRESS.emailAddress] });
  engine.newRun();
  engine.calls();
  return { address, signature, mapping };
}

test.each(["address", "signature", "mapping"] as const)(
  "where an inbox moves to a mailbox that VCC has already, nothing of it is deleted: %s",
  async (noun) => {
    const inbox = await openInbox();
    engine.simulator.create("address", { emailAddress: MOVED.emailAddress, name: "By hand" });
    expect(inbox.address.preview(MOVED)).toBe("replace");
    await expect(inbox[noun].destroy()).rejects.toThrow(
      /can't go from support@example.com to help@example.com: VCC has .* already.* Nothing was deleted/u,
    );
    expect(engine.writes()).toEqual([]);
  },
);

test("a signature goes with its address where there is room, at no call more", async () => {
  const { address, signature } = await openInbox();
  expect(address.preview(MOVED)).toBe("replace");
  await signature.destroy();
  expect(engine.calls()).toEqual(["GET signature", "DELETE signature"]);
});

test("a list of addresses that is refused keeps no signature from being removed", async () => {
  const { address, signature } = await openInbox();
  expect(address.preview(ADDRESS)).toBe("same");
  engine.simulator.addFault({ method: "GET", path: "/addresses$", status: 403, times: 100 });
  await signature.destroy();
  expect(engine.simulator.state().signatures).toEqual([]);
});
