import { SERVICE_ACCOUNT } from "../support/identities";
import { Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

const UNICODE = "info@bücher.example";
const ASCII = "info@xn--bcher-kva.example";
const MAPPING = { interactionPlan: "Sales", name: "Routing" };

/** The addresses that the mapping was last sent with. */
const sent = () =>
  stage.simulator
    .requests()
    .flatMap(({ path, body }) => (path.includes("/mappings") && body !== undefined ? [body] : []))
    .map((body) => (body as { readonly toAddresses: unknown }).toAddresses)
    .at(-1);

test("a mapping names an international mailbox in the spelling in which its address was made", async () => {
  const address = new Managed(stage, "EmailAddress");
  await address.up({ emailAddress: UNICODE, name: "Books", credential: SERVICE_ACCOUNT });
  const mapping = new Managed(stage, "InteractionPlanMapping");
  await mapping.up({ ...MAPPING, addresses: [UNICODE] });
  expect(sent()).toEqual([UNICODE]);
  expect(stage.simulator.route({ to: ASCII, from: "a@example.org" })).toBeDefined();
  stage.newRun();
  await mapping.refresh();
  expect(mapping.preview({ ...MAPPING, addresses: [ASCII] })).toBe("same");
});

test.each([
  { inVcc: ASCII, inProgram: UNICODE },
  { inVcc: UNICODE, inProgram: ASCII },
  { inVcc: "Info@BÜCHER.example", inProgram: "INFO@bücher.example" },
])("of an address that is $inVcc in VCC, a mapping of $inProgram uses that", async ({ inVcc, inProgram }) => {
  for (const emailAddress of [inVcc, "a@example.com"])
    stage.simulator.create("address", { emailAddress, name: emailAddress });
  const mapping = new Managed(stage, "InteractionPlanMapping");
  await mapping.up({ ...MAPPING, addresses: [inProgram] });
  expect(sent()).toEqual([inVcc]);
  expect(mapping.state["addresses"]).toEqual([inProgram]);
  stage.newRun();
  await mapping.up({ ...MAPPING, addresses: [inProgram, "a@example.com"] });
  expect(sent()).toEqual(["a@example.com", inVcc]);
  expect(stage.said).toEqual([]);
});

test("a list of addresses that is refused keeps no mapping from being written", async () => {
  stage.simulator.create("address", { emailAddress: UNICODE, name: "Books" });
  stage.simulator.addFault({ method: "GET", path: "/addresses$", status: 403, times: 100 });
  await new Managed(stage, "InteractionPlanMapping").up({ ...MAPPING, addresses: [UNICODE] });
  expect(sent()).toEqual([UNICODE]);
});
