const pulumi = require("@pulumi/pulumi");

const __provider = 'exports.handler=()=>require("./floor-provider.cjs")';
/** Gives resources as many properties as those of an inbox have; else they have the fewest that refer to each other. */
const isShaped = process.env.SHAPED === "true";

class Nothing extends pulumi.CustomResource {
  /** `shape`: what comes on top in that case, with the names of what the provider adds. */
  constructor(name, args, shape) {
    const { added = [], ...more } = isShaped ? shape : {};
    const declared = Object.fromEntries(added.map((key) => [key, undefined]));
    const inputs = { ...args, ...more, ...(added.length > 0 && { added }) };
    super("pulumi-nodejs:dynamic/floor:Nothing", name, {
      ...declared,
      ...inputs,
      made: undefined,
      __provider,
    });
  }
}

const names = (count) => Array.from({ length: count }, (_, index) => `added${index}`);
// Every resource of ours tells its URN, and refers to the stack's identity.
const own = isShaped && { urn: "urn:pulumi:bench::bench", identity: new Nothing("identity", {}, {}).made };
const credential = { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY", probe: false };

// As many resources with as many references as an inbox has.
for (let i = 0; i < Number(process.env.COUNT); i += 1) {
  const emailAddress = `inbox-${i}@example.com`;
  const dataSources = { flow: "customer_support" };
  const address = new Nothing(
    `address-${i}`,
    { emailAddress },
    { ...own, dataSources, credential, added: names(9) },
  );
  new Nothing(`signature-${i}`, { addressId: address.id }, { ...own, html: `<p>Inbox ${i}</p>` });
  new Nothing(
    `mapping-${i}`,
    { addresses: [address.made] },
    { ...own, interactionPlan: "Customer support", added: names(6) },
  );
}
