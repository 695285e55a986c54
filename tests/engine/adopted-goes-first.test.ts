import { EmailAddress, InteractionPlanMapping } from "../../provider/index";
import { openAccount, SERVICE_ACCOUNT } from "../support/engine/account";

test("what was adopted and has to go first is made again, though adopt is still there, also by a run with targets", async () => {
  const account = await openAccount();
  try {
    const { stack, simulator } = account;
    const plan = simulator.state().plans.find((one) => one.interactionPlanName === "Customer support");
    simulator.create("address", { emailAddress: "support@example.com", name: "Support" });
    simulator.create("mapping", {
      mappingName: "Hand made",
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId ?? "",
      toAddresses: ["support@example.com"],
      priority: 5000,
    });
    const adopt = simulator.state().mappings[0]?.mappingId ?? "";
    const program = (emailAddress: string) => (): void => {
      const args = { emailAddress, name: "Support", credential: SERVICE_ACCOUNT, adopt: true };
      const address = new EmailAddress("support", args);
      const addresses = [address.emailAddress];
      new InteractionPlanMapping("support", { interactionPlan: "Customer support", addresses, adopt });
    };
    expect((await stack.up(program("support@example.com"))).error).toBeUndefined();
    const targets = stack
      .state()
      .resources.filter(({ type }) => /EmailAddress|Mapping/u.test(type))
      .flatMap(({ urn }) => ["--target", urn]);

    const whole = await stack.up(program("help@example.com"));
    expect(whole.error).toBeUndefined();
    const targeted = await stack.up(program("care@example.com"), { flags: targets });
    expect(targeted.error).toBeUndefined();
    expect(simulator.state().mappings).toMatchObject([{ toAddresses: ["care@example.com"] }]);
  } finally {
    await account.dispose();
  }
});
