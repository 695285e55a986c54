const pulumi = require("@pulumi/pulumi");

const __provider = 'exports.handler=()=>require("./floor-provider.cjs")';
class Nothing extends pulumi.CustomResource {
  constructor(name, args) {
    super("pulumi-nodejs:dynamic/floor:Nothing", name, { ...args, made: undefined, __provider });
  }
}

// As many resources with as many references as an inbox has.
for (let i = 0; i < Number(process.env.COUNT); i += 1) {
  const address = new Nothing(`address-${i}`, { emailAddress: `inbox-${i}@example.com` });
  new Nothing(`signature-${i}`, { addressId: address.id });
  new Nothing(`mapping-${i}`, { addresses: [address.made] });
}
