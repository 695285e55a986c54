import * as pulumi from "@pulumi/pulumi";
import { Inbox, InboxFleet, SignatureTemplate } from "pulumi-vcc";

// Before anything is registered, the whole file is checked: npx pulumi-vcc validate inboxes.yaml
const fleet = InboxFleet.fromFile("inboxes.yaml", { environment: pulumi.getStack() });

// What a file can't say, a program can: an inbox for each market, with the same brand.
const brand = SignatureTemplate.fromFile("signatures/brand.html", { variables: { company: "Example Ltd" } });
const press = ["de", "fr"].map((market) => {
  const inbox = new Inbox(`press-${market}`, {
    emailAddress: `press.${market}@example.com`,
    profile: fleet.profile("care"),
    credential: { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY" },
    signature: brand.with({ team: `Press, ${market.toUpperCase()}` }),
  });
  inbox.addMapping("Sales", { priority: 4000 });
  return inbox;
});

export const inboxes = fleet.outputs;
export const pressMailboxes = press.map(({ emailAddress }) => emailAddress);
