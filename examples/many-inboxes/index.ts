import type * as pulumi from "@pulumi/pulumi";
import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "pulumi-vcc";

interface Inbox {
  readonly mailbox: string;
  readonly plan: string;
  readonly priority: number;
}

// One line an inbox. The key names the resources, so don't change it for an inbox that exists.
const inboxes: Readonly<Record<string, Inbox>> = {
  support: { mailbox: "support@example.com", plan: "Customer support", priority: 6000 },
  sales: { mailbox: "sales@example.com", plan: "Sales", priority: 5000 },
  returns: { mailbox: "returns@example.com", plan: "Customer support", priority: 4000 },
};

const care = new EmailProfile("care", { description: "Shared by all inboxes" });

export const statuses: Record<string, pulumi.Output<string>> = {};

for (const [key, { mailbox, plan, priority }] of Object.entries(inboxes)) {
  const address = new EmailAddress(key, {
    emailAddress: mailbox,
    serviceNameForReports: "interactionPlanName",
    dataSources: { channel: "email", inbox: key },
    profileId: care.id,
    // One service account acts for all mailboxes: GOOGLE_KEY holds its JSON key.
    credential: { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY" },
  });
  new EmailSignature(key, {
    addressId: address.id,
    html: `<p>Kind regards,<br>Example Ltd, ${key}</p>`,
  });
  new InteractionPlanMapping(key, { interactionPlan: plan, addresses: [address.emailAddress], priority });
  statuses[key] = address.status;
}
