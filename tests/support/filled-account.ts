import type { Simulator } from "../../provider/simulator/index";
import { planId } from "./account-objects";

/** Values of the filled account that nothing about it may show. */
export const PLANTED = [
  "Zeppelin Parts",
  "zeppelin@customer.example",
  "returns@customer.example",
  "vip@partner.example",
  "Quarterly sales of the north",
  "tone_of_voice",
  "cheerful-and-brief",
  "region_code",
  "north-17",
  "Yours, the Zeppelin team",
] as const;

/** Puts objects of each kind into an account, with something in each field, two of each kind. */
export function fillAccount(simulator: Simulator): void {
  simulator.create("profile", {
    name: "Zeppelin Parts",
    description: "Quarterly sales of the north",
    settings: { tone_of_voice: "cheerful-and-brief", quick: true },
  });
  simulator.create("profile", { name: "Plain", description: "", settings: {} });
  const [profile] = simulator.state().profiles;
  const dataSources = [{ name: "region_code", value: "north-17" }];
  simulator.create("address", {
    emailAddress: "zeppelin@customer.example",
    name: "Zeppelin Parts",
    description: "Quarterly sales of the north",
    serviceNameForReports: "destinationName",
    dataSources,
    profileId: profile?.id,
  });
  simulator.create("address", { emailAddress: "returns@customer.example", name: "Returns" });
  simulator.signIn("zeppelin@customer.example");
  simulator.signIn("returns@customer.example");
  simulator.expire("returns@customer.example");
  simulator.create("signature", {
    emailAddress: "zeppelin@customer.example",
    html: "<p>Yours, the Zeppelin team</p>",
  });
  const mapping = {
    mappingDescription: "Quarterly sales of the north",
    interactionPlanId: planId(simulator, "Sales"),
    dataSources,
  };
  simulator.create("mapping", {
    ...mapping,
    mappingName: "Zeppelin Parts",
    toAddresses: ["zeppelin@customer.example"],
    priority: 7000,
    testing: {
      interactionPlanId: planId(simulator, "Quality testing"),
      fromAddresses: ["vip@partner.example"],
    },
  });
  simulator.create("mapping", {
    ...mapping,
    mappingName: "Returns",
    toAddresses: ["returns@customer.example"],
  });
}
