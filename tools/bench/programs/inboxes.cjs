const { EmailAddress, EmailSignature, InteractionPlanMapping } = require("pulumi-vcc");

for (let i = 0; i < Number(process.env.COUNT); i += 1) {
  const address = new EmailAddress(`inbox-${i}`, {
    emailAddress: `inbox-${i}@example.com`,
    dataSources: { flow: "customer_support" },
    credential: { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY", probe: false },
  });
  // As `Inbox` does: VCC deletes a signature with its address.
  const together = { deletedWith: address };
  new EmailSignature(`inbox-${i}`, { addressId: address.id, html: `<p>Inbox ${i}</p>` }, together);
  new InteractionPlanMapping(`inbox-${i}`, {
    interactionPlan: "Customer support",
    addresses: [address.emailAddress],
  });
}
