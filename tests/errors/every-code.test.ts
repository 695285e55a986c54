import { Contract } from "../../schema/contract/contract";
import { createVccApi } from "../../provider/client/api";
import { loadContract } from "../../provider/contract/load-contract";
import { CLIENT_LIMITS } from "../support/client-fixture";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { EMAIL_PROFILES } from "../../schema/email-profile";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LoginPlan } from "../../provider/cli/login/plan";
import { refusePipelines } from "../../provider/cli/login/run-login";
import { toLoginError } from "../../provider/cli/login/login-error";
import { verifyToken } from "../../provider/cli/login/acquire-token";
import { tokenStore } from "../../provider/cli/login/token-store";
import { pulumiCommand } from "../../provider/cli/pulumi/pulumi-command";
import { readSettings } from "../../provider/settings/settings";
import { toUnansweredError } from "../../provider/client/to-vcc-error";
import { identityEndpoints } from "../../provider/credentials/endpoints";
import { requireSecret } from "../../provider/credentials/material/references";
import { parseKeyPair } from "../../provider/credentials/material/pem";
import { cleanText } from "../../provider/credentials/probe/identity-reply";
import { ConflictError, ERROR_CODES, type ErrorCode, renderError, VccError } from "../../provider/errors";
import { createRuntime } from "../../provider/hosts/runtime";
import { RunHandovers } from "../../provider/lifecycle/handovers";
import { migrateState, STATE_VERSION } from "../../provider/lifecycle/migrate";
import { StackIdentity } from "../../provider/lifecycle/stack-identity";
import type { Context, ProbeResult } from "../../provider/ports";
import { closeServers, failureOf, listOf, serve } from "../support/client-fixture";
import { useEngineDouble } from "../support/engine-double";
import { newFolder } from "../support/folders";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { addressId, planId, prepareAddress } from "../support/account-objects";
import { ManagedResource } from "../support/managed-resource";
import type { Answer } from "../support/scripted-server";
import { REPOSITORY } from "../support/repository";

const engine = useEngineDouble();
afterEach(closeServers);

type Throw = () => unknown;

const ADDRESS = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const PROFILE = { name: "Care" };
const ROUTING = { interactionPlan: "Sales", addresses: [MAILBOX] };

const profile = (name = "care") => new ManagedResource(engine, "EmailProfile", name);
const address = () => new ManagedResource(engine, "EmailAddress");
const mapping = (name = "support") => new ManagedResource(engine, "InteractionPlanMapping", name);
const signature = () => new ManagedResource(engine, "EmailSignature");

/** Reads an address of a server that answers so. */
const reading =
  (answer: Answer, options: Parameters<typeof serve>[1] = {}): Throw =>
  async () =>
    (await serve(() => answer, { maxRetries: 0, ...options })).api.collection(EMAIL_ADDRESSES).get("adr_1");

const refusedToken = (error: string): Throw =>
  reading({}, { answerToken: () => ({ status: 400, body: { error } }) });

const unanswered = (failure: Parameters<typeof toUnansweredError>[1], code = "X"): Throw => {
  const call = { doing: "read an address", namesObject: true, ambiguous: false };
  return () => {
    throw toUnansweredError(call, failure, { host: "vcc.example", code, timeoutMs: 1 });
  };
};

/** Somebody's mapping of `MAILBOX` and these addresses. */
function mappedByHand(others: readonly string[] = [], mappingName = "By hand"): string {
  const { simulator } = engine;
  if (simulator.state().addresses.length === 0) prepareAddress(simulator);
  for (const emailAddress of others) simulator.create("address", { emailAddress, name: emailAddress });
  simulator.create("mapping", {
    mappingName,
    mappingDescription: "",
    interactionPlanId: planId(simulator, "Sales"),
    toAddresses: [MAILBOX, ...others],
  });
  return simulator.state().mappings.at(-1)?.mappingId ?? "";
}

const signingIn =
  (probe: ProbeResult): Throw =>
  () => {
    engine.probes.set(MAILBOX, probe);
    return address().up(ADDRESS);
  };

async function handOver(): Promise<unknown> {
  const handovers = new RunHandovers();
  const values = { name: "2" };
  handovers.announce("EmailProfile", { urn: "b", name: "b", project: "", stack: "" }, [
    { property: "name", held: "2", wanted: "1", release: "goesFirst" },
  ]);
  const failing = handovers.during("EmailProfile", values, () => Promise.reject(new Error("no")));
  await failing.catch(() => undefined);
  const context = { limits: { pollIntervalMs: 1 }, now: () => 0 } as unknown as Context;
  return handovers.after(context, "EmailProfile", values, () =>
    Promise.reject(new ConflictError("VCC_CONFLICT", "taken")),
  );
}

async function cancel(): Promise<unknown> {
  const { server } = await serve(() => ({ status: 429, headers: { "Retry-After": "60" } }));
  const environment = {
    VCC_API_BASE_URL: server.url,
    VCC_AUTH_BASE_URL: server.url,
    VCC_CLIENT_ID: "client",
    VCC_CLIENT_SECRET: "secret-of-the-client-1",
  };
  const runtime = createRuntime(environment, () => undefined);
  runtime.cancel();
  return runtime.context().api.collection(EMAIL_ADDRESSES).get("adr_1");
}

const loginRefusal = (error: string): Throw => {
  const body = { error: cleanText(error), description: cleanText(""), subtype: cleanText(""), numbers: [] };
  const reply = { kind: "reply", host: "google.example", status: 400, body, clockDiffers: false } as const;
  return () => {
    throw toLoginError(reply, "google", { mailbox: MAILBOX, app: "app", byPerson: true });
  };
};

const PLAN: LoginPlan = {
  address: MAILBOX,
  account: MAILBOX,
  credential: { provider: "google", method: "refreshToken", clientId: "app", refreshToken: "env:TOKEN" },
  scopes: ["mail"],
  flow: "browser",
};
const SOURCES = { environment: {}, folder: "", config: () => undefined };

const CONFLICT = { status: 409, title: "Conflict", errors: [{ message: "is taken", path: "name" }] };

/** What throws each code. A code without a row doesn't compile. */
const THROWN_BY: Readonly<Record<ErrorCode, Throw>> = {
  VCC_CLIENT_REFUSED: refusedToken("invalid_client"),
  VCC_SCOPE_MISSING: refusedToken("invalid_scope"),
  VCC_TOKEN_REFUSED: reading({ status: 401 }),
  VCC_FORBIDDEN: reading({ status: 403 }),
  VCC_NOT_PROVISIONED: reading({ status: 403, body: { error: { code: "FeatureNotProvisioned" } } }),
  VCC_NOT_FOUND: () => engine.lifecycle("EmailProfile").read("no-such-id", {}),
  VCC_GONE: async () => {
    const resource = profile();
    await resource.up(PROFILE);
    engine.simulator.delete("profile", PROFILE.name);
    engine.newRun();
    return resource.up({ name: "Customers" });
  },
  VCC_DOUBTFUL_404: reading({ status: 404, body: "<h1>Not Found</h1>" }),
  VCC_CONFLICT: () => {
    engine.simulator.addFault({ method: "POST", path: "/profiles$", status: 409, body: CONFLICT });
    return profile().up(PROFILE);
  },
  VCC_BUSY: reading({ status: 409, body: { message: "Simultaneous administration" } }),
  VCC_REJECTED: reading({ status: 422 }),
  VCC_RATE_LIMITED: reading({ status: 429 }),
  VCC_SERVER_ERROR: reading({ status: 503 }),
  VCC_UNEXPECTED_STATUS: reading({ status: 307 }),
  VCC_NO_ANSWER: reading({ hangUp: true }),
  VCC_PROXY: unanswered({
    kind: "network",
    sent: false,
    proxy: { code: "X", meaning: "the proxy is silent", hint: "Mend it.", isLasting: true },
  }),
  VCC_UNTRUSTED_CERTIFICATE: unanswered(
    { kind: "network", sent: false, permanent: true },
    "SELF_SIGNED_CERT_IN_CHAIN",
  ),
  VCC_OUTCOME_UNKNOWN: () => {
    engine.simulator.addFault({ method: "PATCH", path: "/profiles", close: true, times: 100 });
    const resource = profile();
    return resource.up(PROFILE).then(() => resource.up({ name: "Customers" }));
  },
  VCC_UNREADABLE_REPLY: reading({ body: {} }),
  VCC_CONTRACT_MISMATCH: async () => {
    const { api } = await serve(() => ({ body: { name: "Care" } }), { observe: true });
    const profiles = api.collection(EMAIL_PROFILES);
    await profiles.create({ name: "Care", description: "", settings: {} }).catch(() => undefined);
    return profiles.delete("prf_1");
  },
  VCC_LIST_CHANGED: async () => {
    let totalCount = 10;
    const { api } = await serve(() =>
      listOf("profiles", [], { pageCount: 1, totalCount: (totalCount += 1) }),
    );
    return api.collection(EMAIL_PROFILES).list();
  },
  VCC_CANCELLED: cancel,

  VCC_TAKEN: () => {
    engine.simulator.create("profile", { ...PROFILE, description: "by hand" });
    return profile().up(PROFILE);
  },
  VCC_TAKEN_IN_STACK: async () => {
    const resource = profile();
    await resource.up(PROFILE);
    engine.newRun();
    resource.preview(PROFILE);
    // As the engine does for the option replaceOnChanges.
    return engine.lifecycle("EmailProfile").create(resource.inputs);
  },
  VCC_HANDOVER_FAILED: handOver,
  VCC_MOVE_BLOCKED: async () => {
    const resource = address();
    await resource.up(ADDRESS);
    const emailAddress = "help@example.com";
    engine.newRun();
    engine.simulator.create("address", { emailAddress, name: "By hand" });
    resource.preview({ ...ADDRESS, emailAddress });
    return resource.destroy();
  },
  VCC_ADOPT_NOT_FOUND: () => profile().up({ ...PROFILE, adopt: true }),
  VCC_ADOPT_HELD: async () => {
    const one = profile("one");
    await one.up(PROFILE);
    return profile("two").up({ name: "Other", adopt: one.id });
  },
  VCC_ADOPT_AMBIGUOUS: () => {
    mappedByHand();
    return mapping().up({ ...ROUTING, interactionPlan: "Customer support", adopt: true });
  },
  VCC_ADOPT_UNREADABLE: () => {
    const adopt = mappedByHand();
    const [dto] = engine.simulator.state().mappings;
    const body = { ...dto, toAddresses: undefined };
    engine.simulator.addFault({ method: "GET", path: `/${adopt}$`, status: 200, body, times: 100 });
    return mapping().up({ ...ROUTING, adopt });
  },
  VCC_ADOPT_OTHER_MAILBOX: () => {
    engine.simulator.create("address", { emailAddress: "other@example.com", name: "Other" });
    return address().up({ ...ADDRESS, adopt: addressId(engine.simulator.state()) });
  },
  VCC_ADOPT_OTHER_MAIL: () => mapping().up({ ...ROUTING, adopt: mappedByHand(["other@example.com"]) }),
  VCC_PLAN_NOT_FOUND: () => mapping().up({ ...ROUTING, interactionPlan: "Slaes" }),
  VCC_PLAN_AMBIGUOUS: () => {
    engine.simulator.addPlan("Sales");
    return mapping().up(ROUTING);
  },
  VCC_PROFILE_NOT_FOUND: () => address().up({ ...ADDRESS, profileId: "name:Care" }),
  VCC_PROFILE_IN_USE: async () => {
    const resource = profile();
    await resource.up(PROFILE);
    engine.simulator.create("address", { emailAddress: MAILBOX, name: "Support", profileId: resource.id });
    return resource.destroy();
  },
  VCC_STILL_MAPPED: async () => {
    const resource = address();
    await resource.up(ADDRESS);
    mappedByHand();
    return resource.destroy();
  },
  VCC_SIGNATURE_EDITED: async () => {
    const addressId = prepareAddress(engine.simulator);
    const resource = signature();
    await resource.up({ addressId, html: "<p>One</p>" });
    engine.newRun();
    engine.simulator.edit("signature", MAILBOX, { html: "<p>By hand</p>" });
    return resource.up({ addressId, html: "<p>Two</p>" });
  },
  VCC_NOT_AS_ASKED: () => {
    prepareAddress(engine.simulator);
    engine.simulator.addFault({ method: "POST", path: "/mappings$", alters: { priority: 7 } });
    return mapping().up({ ...ROUTING, priority: 1 });
  },

  VCC_SIGN_IN_EXPIRED: signingIn({ health: "expired", endedPart: "token" }),
  VCC_SIGN_IN_REVOKED: signingIn({ health: "revoked", endedPart: "token" }),
  VCC_MAILBOX_GONE: signingIn({ health: "mailboxGone", endedPart: "account" }),
  VCC_CONSENT_REQUIRED: signingIn({ health: "consentRequired", endedPart: "app" }),
  VCC_CREDENTIAL_REFUSED: signingIn({ health: "unknown", cause: "misconfigured" }),
  VCC_WRONG_MAILBOX: signingIn({ health: "unknown", cause: "wrongMailbox" }),
  VCC_PERSON_NEEDED: () => address().up({ emailAddress: MAILBOX, name: "Support" }),
  VCC_NOT_SIGNED_IN: () => {
    engine.simulator.refuseGrants({ reason: "Delegation is missing." });
    return address().up(ADDRESS);
  },

  VCC_SETTING_MISSING: () => readSettings({ config: () => undefined, environment: {} }),
  VCC_SETTING_INVALID: () =>
    readSettings({
      config: () => undefined,
      environment: { ...engine.simulator.environment, VCC_MAX_RETRIES: "many" },
    }),
  VCC_CONTRACT_INVALID: () => loadContract("no-such-file.yaml", "", SOURCES),
  VCC_NOT_IN_CONTRACT: async () => {
    const api = createVccApi({
      ...CLIENT_LIMITS,
      apiBaseUrl: "http://127.0.0.1:9",
      authBaseUrl: "http://127.0.0.1:9",
      clientId: "client",
      clientSecret: "secret-of-the-client-1",

      contract: new Contract({ kinds: { emailProfile: null } }),
    });
    return api.reader(EMAIL_PROFILES).list();
  },
  VCC_SECRET_MISSING: () => requireSecret(SOURCES, "env:NOT_THERE", "The key"),
  VCC_SECRET_INVALID: () => parseKeyPair("no certificate", "no key", "the app"),
  VCC_STATE_TOO_NEW: () => migrateState({ __v: STATE_VERSION + 1 }),
  VCC_IDENTITY_NOT_STORED: () => {
    const identity = new StackIdentity({ isStoredAtEnd: true });
    identity.make();
    identity.requireStored();
  },

  VCC_ARGUMENT_INVALID: () => tokenStore({}, undefined, "", () => Promise.resolve("")),
  VCC_PULUMI_MISSING: () =>
    pulumiCommand({ folder: newFolder(), environment: { PULUMI_VCC_ENGINE: "/no/such/pulumi" } })([]),
  VCC_PULUMI_FAILED: () =>
    pulumiCommand({ folder: newFolder(), environment: { PULUMI_VCC_ENGINE: "false" } })([]),
  VCC_LOGIN_UNUSABLE: () => refusePipelines({ CI: "true" }),
  VCC_LOGIN_OVERDUE: loginRefusal("expired_token"),
  VCC_LOGIN_REFUSED: loginRefusal("access_denied"),
  VCC_LOGIN_WRONG: () =>
    verifyToken(PLAN, { refreshToken: undefined, scopes: [] }, SOURCES, {
      endpoints: identityEndpoints(),
      requestTimeoutMs: 1,
      now: Date.now,
    }),
  VCC_LOGIN_UNCLEAR: () => {
    const silence = { kind: "timeout", host: "google.example", code: "ETIMEDOUT" } as const;
    throw toLoginError(silence, "google", { mailbox: MAILBOX, app: "app", byPerson: true });
  },
};

test.each(ERROR_CODES)("%s is thrown, and stands at the end of what people get", async (code) => {
  const error = await failureOf(Promise.resolve().then(THROWN_BY[code]));
  expect(error).toBeInstanceOf(VccError);
  expect(error).toMatchObject({ code });
  expect(renderError(error)).toBe(`${(error as VccError).message} [${code}]`);
});

test("the page on errors has each code and no other", () => {
  const page = readFileSync(join(REPOSITORY, "docs/errors.md"), "utf8");
  const headings = [...page.matchAll(/^### (.*)$/gmu)].map(([, code]) => code);
  expect(headings.sort()).toEqual([...ERROR_CODES].sort());
  expect(page).not.toMatch(/^### .*\s+(?:#|$(?![\s\S]))/mu);
  for (const [code] of page.matchAll(/\bVCC_[A-Z0-9_]+\b/gu)) expect(ERROR_CODES).toContain(code);
});

test("a defect has no code", () => {
  expect(renderError(new Error("a defect"))).toBe("a defect");
  expect(renderError("words")).toBe("words");
});
