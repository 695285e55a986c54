/** Run with tsx: calls VCC, Google and Microsoft once for each row, in the row's environment. */
const { rows, vccTokens, mailbox, credentials, secrets, password } = JSON.parse(process.argv[2]);
const { createVccApi } = await import("../../provider/client/api.ts");
const { createCredentials } = await import("../../provider/credentials/index.ts");
const { EMAIL_ADDRESSES } = await import("../../schema/email-address.ts");
const { redactForeign } = await import("../../provider/text/redact.ts");

async function create(row) {
  const api = createVccApi({
    apiBaseUrl: row.hosts.vcc,
    authBaseUrl: vccTokens,
    clientId: `client-${row.rule}`,
    clientSecret: "secret-0123456789",
    requestTimeoutMs: row.timeoutMs,
    maxRetries: 1,
    random: () => 0.5,
    sleep: async () => {},
  });
  try {
    return {
      id: (
        await api.collection(EMAIL_ADDRESSES).create({
          emailAddress: mailbox,
          name: "Support",
          description: "",
          serviceNameForReports: "reportingGroup",
          dataSources: [],
        })
      ).id,
    };
  } catch ({ message, code }) {
    return { message, code };
  }
}

const results = {};
for (const row of rows) {
  const { google, microsoft } = row.hosts;
  Object.assign(process.env, row.environment);
  const probing = createCredentials(
    { environment: secrets, folder: "/nowhere", config: () => undefined },
    {
      identityEndpoints: {
        googleTokenUrl: `${google}/token`,
        gmailRootUrl: google,
        iamRootUrl: google,
        microsoftAuthority: microsoft,
        graphRootUrl: microsoft,
      },
      requestTimeoutMs: row.timeoutMs,
    },
  );
  results[row.rule] = {
    vcc: await create(row),
    google: await probing.probe(credentials.google, mailbox),
    microsoft: await probing.probe(credentials.microsoft, mailbox),
    password: redactForeign(`It holds ${password} and more.`),
  };
  for (const name of Object.keys(row.environment)) delete process.env[name];
}
process.stdout.write(JSON.stringify(results));
