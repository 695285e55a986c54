import { SERVICE_ACCOUNT } from "../support/identities";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";

const engine = useEngineDouble();

const UNICODE = "info@bücher.example";
const ASCII = "info@xn--bcher-kva.example";
const MAPPING = { interactionPlan: "Sales", name: "Routing" };

/** The addresses that the mapping was last sent with. */
const sent = () =>
  engine.simulator
    .requests()
    .flatMap(({ path, body }) => (path.includes("/mappings") && body !== undefined ? [body] : []))
    .map((body) => (body as { readonly toAddresses: unknown }).toAddresses)
    .at(-1);

test("a mapping names an international mailbox in the spelling in which its address was made", async () => {
  const address = new ManagedResource(engine, "EmailAddress");
  await address.up({ emailAddress: UNICODE, name: "Books", credential: SERVICE_ACCOUNT });
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await mapping.up({ ...MAPPING, addresses: [UNICODE] });
  expect(sent()).toEqual([UNICODE]);
  expect(engine.simulator.route({ to: ASCII, from: "a@example.org" })).toBeDefined();
  engine.newRun();
  await mapping.refresh();
  expect(mapping.preview({ ...MAPPING, addresses: [ASCII] })).toBe("same");
});

test.each([
  { inVcc: ASCII, inProgram: UNICODE },
  { inVcc: UNICODE, inProgram: ASCII },
  { inVcc: "Info@BÜCHER.example", inProgram: "INFO@bücher.example" },
])("of an address that is $inVcc in VCC, a mapping of $inProgram uses that", async ({ inVcc, inProgram }) => {
  for (const emailAddress of [inVcc, "a@example.com"])
    engine.simulator.create("address", { emailAddress, name: emailAddress });
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await mapping.up({ ...MAPPING, addresses: [inProgram] });
  expect(sent()).toEqual([inVcc]);
  expect(mapping.state["addresses"]).toEqual([inProgram]);
  engine.newRun();
  await mapping.up({ ...MAPPING, addresses: [inProgram, "a@example.com"] });
  expect(sent()).toEqual(["a@example.com", inVcc]);
  expect(engine.said).toEqual([]);
});

test("a list of addresses that is refused keeps no mapping from being written", async () => {
  engine.simulator.create("address", { emailAddress: UNICODE, name: "Books" });
  engine.simulator.addFault({ method: "GET", path: "/addresses$", status: 403, times: 100 });
  await new ManagedResource(engine, "InteractionPlanMapping").up({ ...MAPPING, addresses: [UNICODE] });
  expect(sent()).toEqual([UNICODE]);
});
