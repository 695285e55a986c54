import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  externalAccountProblems,
  forLibrary,
  knownFields,
} from "../../provider/credentials/material/external-account";
import { createCredentials } from "../../provider/credentials/index";
import { MAILBOX } from "../support/identities";
import { newFolder } from "../support/folders";

const BASE = {
  type: "external_account",
  audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  token_url: "https://sts.googleapis.com/v1/token",
};
const IMPERSONATE = (host: string) =>
  `https://${host}/v1/projects/-/serviceAccounts/a@p.iam.gserviceaccount.com:generateAccessToken`;
const EXCHANGE = "/v1/token";
const AWS = {
  environment_id: "aws1",
  region_url: "http://169.254.169.254/latest/meta-data/placement/availability-zone",
  url: "http://169.254.169.254/latest/meta-data/iam/security-credentials",
  imdsv2_session_token_url: "http://[fd00:ec2::254]/latest/api/token",
  regional_cred_verification_url:
    "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
};

const root = newFolder();
const [folder, outside] = [join(root, "program"), join(root, "outside")];
beforeAll(() => {
  for (const path of [folder, outside]) mkdirSync(path);
  writeFileSync(join(folder, "token"), "a-token");
  writeFileSync(join(outside, "id_rsa"), "a-private-key");
  symlinkSync(join(outside, "id_rsa"), join(folder, "link"));
});

type Environment = Readonly<Record<string, string>>;
const sources = (environment: Environment = {}) => ({ environment, folder, config: () => undefined });
const problemsOf = (more: object, environment?: Environment) =>
  externalAccountProblems(knownFields({ ...BASE, ...more }), sources(environment));

describe("what Google and the known clouds write is taken", () => {
  test.each([
    { rule: "a token file of the program", more: { credential_source: { file: "token" } } },
    {
      rule: "a token of the cluster",
      more: { credential_source: { file: "/var/run/secrets/tokens/gcp-ksa/token" } },
    },
    {
      rule: "GitHub Actions",
      more: {
        credential_source: {
          url: "https://run-actions-1-azure-eastus.actions.githubusercontent.com/7/idtoken?audience=x",
          headers: { Authorization: "Bearer abc" },
          format: { type: "json", subject_token_field_name: "value" },
        },
      },
    },
    {
      rule: "an Azure machine",
      more: {
        credential_source: {
          url: "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=x",
          headers: { Metadata: "True" },
        },
      },
    },
    { rule: "AWS", more: { credential_source: AWS } },
    { rule: "AWS without its metadata", more: { credential_source: { ...AWS, url: undefined } } },
    {
      rule: "an impersonation",
      more: { service_account_impersonation_url: IMPERSONATE("iamcredentials.googleapis.com") },
    },
    {
      rule: "an impersonation in a region",
      more: {
        service_account_impersonation_url: IMPERSONATE("iamcredentials.europe-west1.rep.googleapis.com"),
      },
    },
    { rule: "an introspection", more: { token_info_url: "https://sts.googleapis.com/v1/introspect" } },
    { rule: "mutual TLS", more: { token_url: `https://sts.mtls.googleapis.com${EXCHANGE}` } },
    { rule: "a region", more: { token_url: `https://us-east1-sts.googleapis.com${EXCHANGE}` } },
    { rule: "a private endpoint", more: { token_url: `https://sts-mine.p.googleapis.com${EXCHANGE}` } },
    { rule: "the public universe", more: { universe_domain: "googleapis.com" } },
    { rule: "this machine", more: { token_url: "http://127.0.0.1:4010/token" } },
  ])("$rule", ({ more }) => {
    expect(problemsOf(JSON.parse(JSON.stringify(more)) as object)).toEqual([]);
  });
});

describe("what would send tokens elsewhere is refused, with the field, the host and the next step", () => {
  test.each([
    { field: "token_url", more: { token_url: "https://evil.example/token" }, host: "evil.example" },
    {
      field: "token_url",
      more: { token_url: "https://sts.googleapis.com.evil.example/token" },
      host: "sts.googleapis.com.evil.example",
    },
    {
      field: "token_url",
      more: { token_url: "https://storage.googleapis.com/b" },
      host: "storage.googleapis.com",
    },
    { field: "token_info_url", more: { token_info_url: "https://evil.example" }, host: "evil.example" },
    {
      field: "service_account_impersonation_url",
      more: { service_account_impersonation_url: IMPERSONATE("evil.example") },
      host: "evil.example",
    },
    { field: "universe_domain", more: { universe_domain: "evil.example" }, host: "sts.evil.example" },
    {
      field: "credential_source.url",
      more: {
        credential_source: { url: "https://evil.example/token", headers: { Authorization: "Bearer x" } },
      },
      host: "evil.example",
    },
    {
      field: "credential_source.regional_cred_verification_url",
      more: {
        credential_source: { ...AWS, regional_cred_verification_url: "https://evil.example/{region}" },
      },
      host: "evil.example",
    },
  ])("$field at $host", ({ field, more, host }) => {
    const [problem, ...others] = problemsOf(more);
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${field.replaceAll(".", "\\.")}: .+, got .*`, "u"));
    expect(problem).toContain(
      `If you trust it with your secrets, set VCC_ALLOWED_HOSTS=${host} in the environment.`,
    );
    // The next step works, and no other host's does.
    expect(problemsOf(more, { VCC_ALLOWED_HOSTS: host })).toEqual([]);
    expect(problemsOf(more, { VCC_ALLOWED_HOSTS: "*" })).toHaveLength(1);
    expect(problemsOf(more, { VCC_ALLOWED_HOSTS: "other.example" })).toHaveLength(1);
  });

  test.each([
    { rule: "plain text", more: { token_url: "http://sts.googleapis.com/v1/token" } },
    { rule: "a password in it", more: { token_url: "https://me:pw@sts.googleapis.com/v1/token" } },
    { rule: "no URL", more: { token_url: "sts" } },
    { rule: "a number", more: { token_url: 5 } },
    {
      rule: "another secret of an Azure machine",
      more: { credential_source: { url: "http://169.254.169.254/metadata/instance" } },
    },
    { rule: "a machine of the network", more: { credential_source: { url: "http://10.0.0.1/token" } } },
    {
      rule: "AWS's metadata elsewhere",
      more: { credential_source: { ...AWS, url: "http://10.0.0.1/role" } },
    },
    {
      rule: "AWS's region elsewhere",
      more: { credential_source: { ...AWS, region_url: "http://10.0.0.1/" } },
    },
    {
      rule: "AWS's session elsewhere",
      more: { credential_source: { ...AWS, imdsv2_session_token_url: "http://10.0.0.1/" } },
    },
  ])("$rule, whatever is allowed", ({ more }) => {
    const [problem = "", ...others] = problemsOf(more, {
      VCC_ALLOWED_HOSTS: "sts.googleapis.com, 10.0.0.1, 169.254.169.254",
    });
    expect(others).toEqual([]);
    expect(problem).not.toContain("pw");
  });

  test("the host of the run's own token is known from the run", () => {
    const more = { credential_source: { url: "https://github.example.com/_services/token/x?audience=y" } };
    expect(problemsOf(more)).toHaveLength(1);
    const run = { ACTIONS_ID_TOKEN_REQUEST_URL: "https://github.example.com/_services/token/x" };
    expect(problemsOf(more, run)).toEqual([]);
  });
});

describe("files and commands", () => {
  test.each(["/etc/passwd", "../outside/id_rsa", "link"])("the file %s is not the workload's", (file) => {
    const more = { credential_source: { file } };
    expect(problemsOf(more)).toEqual([
      `credential_source.file: a file below the program's folder, /var/run/secrets or /run/secrets, as its content is sent, got ${JSON.stringify(file)}. If it is the workload's own token, set VCC_ALLOWED_FOLDERS in the environment to its folder.`,
    ]);
    expect(problemsOf(more, { VCC_ALLOWED_FOLDERS: `/nowhere:${outside}:/etc` })).toEqual([]);
    expect(problemsOf(more, { VCC_ALLOWED_FOLDERS: "../outside" })).toHaveLength(1);
  });

  test("certificates too", () => {
    const certificate = { certificate_config_location: "/etc/a.json", trust_chain_path: "../outside/id_rsa" };
    expect(problemsOf({ credential_source: { certificate } })).toHaveLength(2);
    expect(
      problemsOf({ credential_source: { certificate: { use_default_certificate_config: true } } }),
    ).toEqual([]);
  });

  test("a command runs only where the environment wants it, as Google's tools do", () => {
    const more = { credential_source: { executable: { command: "/bin/sh -c id", timeout_millis: 5_000 } } };
    expect(problemsOf(more)[0]).toContain("set GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1");
    expect(problemsOf(more, { GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: "0" })).toHaveLength(1);
    expect(problemsOf(more, { GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: "1" })).toEqual([]);
  });

  test("Google's library gets the file that was checked", () => {
    expect(forLibrary({ credential_source: { file: "token" } }, sources())).toEqual({
      credential_source: { file: join(folder, "token") },
    });
  });
});

test("what the format doesn't have reaches neither Google's library nor VCC, in whatever spelling", () => {
  const more = {
    tokenUrl: "https://evil.example",
    credentialSource: { url: "https://evil.example" },
    cloud_resource_manager_url: "https://evil.example",
    transporterOptions: { baseURL: "https://evil.example" },
    credential_source: { file: "token", fileName: "/etc/passwd" },
  };
  expect(knownFields({ ...BASE, ...more })).toEqual({ ...BASE, credential_source: { file: "token" } });
});

test("nothing is asked, and nothing handed over, with a configuration that is refused", async () => {
  const fetch = jest.fn();
  const text = JSON.stringify({
    ...BASE,
    token_url: "https://evil.example",
    credential_source: { file: "/etc/passwd" },
  });
  const credentials = createCredentials(sources({ WORKLOAD: text }), {
    fetch: fetch as unknown as typeof globalThis.fetch,
  });
  const credential = {
    provider: "google",
    method: "workloadIdentity",
    externalAccount: "env:WORKLOAD",
    serviceAccount: "a@p.iam.gserviceaccount.com",
  } as const;
  const told = /env:WORKLOAD\) can't be used:\n {2}token_url: .+\n {2}credential_source\.file: /u;
  expect(await credentials.probe(credential, MAILBOX)).toMatchObject({
    health: "unknown",
    cause: "misconfigured",
    reason: expect.stringMatching(told) as string,
  });
  await expect(credentials.grant(credential, MAILBOX)).rejects.toThrow(told);
  expect(fetch).not.toHaveBeenCalled();
});
