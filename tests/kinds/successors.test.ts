import { KINDS } from "../support/kinds";
import { Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";
import { SERVICE_ACCOUNT } from "../support/identities";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

const ADDRESS = { emailAddress: "support@example.com", name: "Support", credential: SERVICE_ACCOUNT };
const MOVED = { ...ADDRESS, emailAddress: "help@example.com" };

/** An inbox whose address has a fixed name: all of it goes before its successor is made. */
async function openInbox() {
  const address = new Managed(stage, "EmailAddress");
  await address.up(ADDRESS);
  const signature = new Managed(stage, "EmailSignature");
  await signature.up({ addressId: address.id, html: "<p>Support</p>" });
  const mapping = new Managed(stage, "InteractionPlanMapping");
  await mapping.up({ interactionPlan: "Sales", name: "Routing", addresses: [ADDRESS.emailAddress] });
  stage.newRun();
  stage.calls();
  return { address, signature, mapping };
}

test.each(KINDS.filter(({ kind }) => kind !== "EmailProfile"))(
  "where an inbox moves to a mailbox that VCC has already, nothing of it is deleted: $kind",
  async ({ noun }) => {
    const { address, ...rest } = await openInbox();
    stage.simulator.create("address", { emailAddress: MOVED.emailAddress, name: "By hand" });
    expect(address.preview(MOVED)).toBe("replace");
    const parts: Readonly<Record<string, Managed>> = { address, ...rest };
    await expect(parts[noun]?.destroy()).rejects.toThrow(
      /can't go from support@example.com to help@example.com: VCC has .* already.* Nothing was deleted/u,
    );
    expect(stage.writes()).toEqual([]);
  },
);

test("a signature goes with its address where there is room, at no call more", async () => {
  const { address, signature } = await openInbox();
  expect(address.preview(MOVED)).toBe("replace");
  await signature.destroy();
  expect(stage.calls()).toEqual(["GET signature", "DELETE signature"]);
});

test("a list of addresses that is refused keeps no signature from being removed", async () => {
  const { address, signature } = await openInbox();
  expect(address.preview(ADDRESS)).toBe("same");
  stage.simulator.addFault({ method: "GET", path: "/addresses$", status: 403, times: 100 });
  await signature.destroy();
  expect(stage.simulator.state().signatures).toEqual([]);
});
