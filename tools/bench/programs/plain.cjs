// The same inboxes by dynamic providers as people write them: a class a kind, a closure that Pulumi serialises, axios.
const pulumi = require("@pulumi/pulumi");
const axios = require("axios");

async function vcc(method, path, data, version = 1) {
  const scope = path.includes("Plans") ? "users:read" : method === "get" ? "admin:read" : "admin:write";
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: process.env.VCC_CLIENT_ID,
    client_secret: process.env.VCC_CLIENT_SECRET,
    scope,
  });
  const token = await axios.post(`${process.env.VCC_AUTH_BASE_URL}/Auth/connect/token`, form);
  const headers = {
    Authorization: `Bearer ${token.data.access_token}`,
    Accept: `application/vnd.newvoicemedia.v${version}+json`,
  };
  const reply = await axios({ method, url: `${process.env.VCC_API_BASE_URL}${path}`, data, headers });
  return reply.data;
}

const ADDRESSES = "/channels/email/addresses";
const MAPPINGS = "/interactionplanmanager/mappings";

const addressProvider = {
  async create({ emailAddress, name, dataSources, grant }) {
    const { id } = await vcc("post", ADDRESSES, { emailAddress, name, dataSources });
    return { id, outs: await vcc("put", `${ADDRESSES}/${id}/authentication`, grant) };
  },
  read: async (id) => ({ id, props: await vcc("get", `${ADDRESSES}/${id}`) }),
  diff: async () => ({ changes: false }),
  delete: async (id) => vcc("delete", `${ADDRESSES}/${id}`),
};
const signatureProvider = {
  create: async ({ addressId, html }) => ({
    id: addressId,
    outs: await vcc("put", `${ADDRESSES}/${addressId}/signature`, { html }),
  }),
  read: async (id) => ({ id, props: await vcc("get", `${ADDRESSES}/${id}/signature`) }),
  diff: async () => ({ changes: false }),
  delete: async (id) => vcc("delete", `${ADDRESSES}/${id}/signature`),
};
const mappingProvider = {
  async create({ mappingName, mappingDescription, toAddresses, interactionPlan }) {
    const { interactionPlans } = await vcc(
      "get",
      "/useradmin/interactionPlans?page=1&limit=100",
      undefined,
      4,
    );
    const plan = interactionPlans.find(({ interactionPlanName }) => interactionPlanName === interactionPlan);
    const { interactionPlanId } = plan;
    const body = { mappingName, mappingDescription, toAddresses, interactionPlanId };
    const made = await vcc("post", MAPPINGS, body);
    return { id: made.mappingId, outs: made };
  },
  read: async (id) => ({ id, props: await vcc("get", `${MAPPINGS}/${id}`) }),
  diff: async () => ({ changes: false }),
  delete: async (id) => vcc("delete", `${MAPPINGS}/${id}`),
};
class Address extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(addressProvider, name, { emailAddress: undefined, ...args });
  }
}
class Signature extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(signatureProvider, name, args);
  }
}
class Mapping extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(mappingProvider, name, args);
  }
}

for (let i = 0; i < Number(process.env.COUNT); i += 1) {
  const emailAddress = `inbox-${i}@example.com`;
  const dataSources = [{ name: "flow", value: "customer_support" }];
  const grant = { provider: "google", method: "serviceAccount", subject: emailAddress };
  const serviceAccountKey = JSON.parse(process.env.GOOGLE_KEY);
  const address = new Address(`address-${i}`, {
    emailAddress,
    name: `Inbox ${i}`,
    dataSources,
    grant: { ...grant, serviceAccountKey },
  });
  new Signature(`signature-${i}`, { addressId: address.id, html: `<p>Inbox ${i}</p>` });
  new Mapping(`mapping-${i}`, {
    mappingName: `Inbox ${i}`,
    mappingDescription: "",
    interactionPlan: "Customer support",
    toAddresses: [address.emailAddress],
  });
}
