import { completeOptions } from "../../provider/client/options";
import { createReadOnlyClient } from "../../provider/client/read-only";
import { checkContract, type ContractCheck } from "../../provider/contract/check/check-contract";
import { correctedProfile } from "../../provider/contract/corrected-profile";
import { MOST_CALLS, takeSurvey } from "../../provider/contract/check/survey";
import { renderCheck } from "../../provider/cli/contract/render-check";
import { Contract } from "../../schema/contract/contract";
import type { ContractProfile } from "../../schema/contract/profile";
import { CLIENT_LIMITS } from "../support/client-fixture";
import { givenOf, profileOf, SHARED_PROFILES, sharedProfile } from "../support/contract-profiles";
import { createEngineDouble, type EngineDouble } from "../support/engine-double";
import { fillAccount, PLANTED } from "../support/filled-account";

let engine: EngineDouble | undefined;
afterEach(() => engine?.stop());

/** An account that speaks this profile and holds something of each kind that it has. */
async function account(profile: ContractProfile): Promise<EngineDouble> {
  engine = await createEngineDouble({ profile });
  fillAccount(engine.simulator);
  return engine;
}

async function check({ simulator }: EngineDouble, profile: ContractProfile): Promise<ContractCheck> {
  const contract = new Contract(profile);
  const { url: apiBaseUrl, authUrl: authBaseUrl, clientId, clientSecret } = simulator;
  const options = completeOptions({
    ...CLIENT_LIMITS,
    apiBaseUrl,
    authBaseUrl,
    clientId,
    clientSecret,
    maxRetries: 0,
    contract,
  });
  const survey = await takeSurvey(createReadOnlyClient(options, MOST_CALLS), contract);
  return checkContract(survey, contract, contract);
}

test("an account as built in confirms all that reads can tell", async () => {
  const { simulator } = await account({});
  const result = await check({ simulator } as EngineDouble, {});
  expect(result.claims.filter(({ verdict }) => verdict === "contradicted")).toEqual([]);
  const open = result.claims.filter(({ verdict, toldBy }) => verdict === "cannotTell" && toldBy !== "write");
  expect(open.map(({ id }) => id)).toEqual(["C13", "C18"]);
  expect(result).toMatchObject({ corrections: [], unknownFields: {}, verdict: "confirmed" });
  expect(result.calls).toBeLessThanOrEqual(MOST_CALLS);
  expect(new Set(simulator.requests().map(({ method, path }) => `${method} ${path.split("/")[1]}`))).toEqual(
    new Set(["POST Auth", "GET useradmin", "GET channels", "GET interactionplanmanager"]),
  );
});

test("nothing is asked for after a 429 of the call for a token", async () => {
  const server = await account({});
  server.simulator.addFault({ method: "POST", path: "connect/token$", status: 429, times: 100 });
  const result = await check(server, {});
  expect(result).toMatchObject({ stopped: "VCC asks for a pause (429)", calls: 1, verdict: "cannotTell" });
});

test("a correction of what an alias stands for is one of its own kind alone", () => {
  const given = "kinds: { emailAddress: { fields: &f { name: title } }, emailProfile: { fields: *f } }";
  const path = ["kinds", "emailAddress", "fields", "description"];
  const corrected = profileOf(correctedProfile(given, [{ path, value: "notes" }])?.text ?? "");
  expect(corrected.kinds).toEqual({
    emailAddress: { fields: { name: "title", description: "notes" } },
    emailProfile: { fields: { name: "title" } },
  });
});

/** Settings of a profile, by their dotted paths; what is found out anyway doesn't count. */
function settingsOf(profile: ContractProfile): Readonly<Record<string, unknown>> {
  const flat = (value: unknown, path: string): [string, unknown][] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, part]) => flat(part, `${path}/${key}`))
      : [[path, value]];
  return Object.fromEntries(flat(profile, "").filter(([path]) => !/firstPage|pageSize/u.test(path)));
}

/** What nothing that can be read of these accounts tells, so that the person is asked. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
  // A description may be left out, and is never found under the name of another field.
  "other-spellings.yaml": [
    "/kinds/emailAddress/fields/description",
    // Its place holds the description, and there is a displayName: the person chooses.
    "/kinds/emailAddress/fields/name",
  ],
  // What may be left out may be there all the same.
  "little.yaml": [
    "/kinds/emailAddress/fields/description",
    "/kinds/emailAddress/fields/profileId",
    "/kinds/interactionPlanMapping/fields/testing",
  ],
};

describe.each(SHARED_PROFILES)("an account that speaks %s", (file) => {
  test("with paths and scopes given, a few checks find all that reads can tell, and nothing wrong", async () => {
    const spoken = profileOf(sharedProfile(file));
    const server = await account(spoken);
    let text = JSON.stringify(givenOf(spoken));
    let result = await check(server, profileOf(text));
    expect(result.verdict).toBe("contradicted");
    for (let round = 0; round < 4 && result.corrections.length > 0; round += 1) {
      text = correctedProfile(text, result.corrections)?.text ?? "";
      result = await check(server, profileOf(text));
    }
    expect(result.corrections).toEqual([]);
    const found = settingsOf(profileOf(text));
    const wanted = settingsOf(spoken);
    const missing = Object.keys(wanted).filter((path) => found[path] !== wanted[path]);
    expect(missing.filter((path) => found[path] === undefined).sort()).toEqual(OPEN[file] ?? []);
    expect(missing.filter((path) => found[path] !== undefined)).toEqual([]);
    // What is left open a person has to say, or an account that holds it.
    const open = result.claims.filter(({ verdict, toldBy }) => verdict !== "confirmed" && toldBy === "read");
    expect(open.every(({ verdict }) => verdict === "cannotTell")).toBe(true);
  });

  test("nothing that the account holds is told", async () => {
    const server = await account(profileOf(sharedProfile(file)));
    const result = await check(server, {});
    const output = {
      schema: "pulumi-vcc/contract-check/v1",
      exitCode: 2,
      contract: null,
      ...result,
      stopped: null,
      out: null,
      report: null,
      endsTrial: false,
    } as const;
    const texts = [
      JSON.stringify(output),
      renderCheck(output),
      correctedProfile(undefined, result.corrections)?.text ?? "",
    ];
    const { addresses, plans, profiles, mappings } = server.simulator.state();
    const ids = [...addresses, ...profiles].map(({ id }) => id);
    const others = [
      ...plans.map((plan) => plan.interactionPlanId),
      ...mappings.map(({ mappingId }) => mappingId),
    ];
    for (const secret of [...PLANTED, ...ids, ...others, server.simulator.clientSecret])
      for (const text of texts) expect(text).not.toContain(secret);
  });
});
