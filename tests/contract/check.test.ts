import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { completeOptions } from "../../provider/client/options";
import { createReadOnlyClient } from "../../provider/client/read-only";
import { checkContract, type ContractCheck } from "../../provider/contract/check/check-contract";
import { correctedProfile } from "../../provider/contract/check/corrected-profile";
import { MOST_CALLS } from "../../provider/contract/check/survey";
import { parseProfile } from "../../provider/contract/load-contract";
import { Contract } from "../../schema/contract/contract";
import type { ContractProfile } from "../../schema/contract/profile";
import { CLIENT_LIMITS } from "../support/client-fixture";
import { createEngineDouble, type EngineDouble } from "../support/engine-double";
import { fillAccount } from "../support/filled-account";

const FOLDER = join(__dirname, "profiles");

function profileOf(text: string): ContractProfile {
  const read = parseProfile("vcc-contract.yaml", text.replaceAll("{accountKey}", "acme"));
  if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 2));
  return read.profile;
}

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
  return checkContract(createReadOnlyClient(options, MOST_CALLS), contract, contract);
}

const verdictsOf = ({ claims }: ContractCheck, verdict: string) =>
  claims.filter((claim) => claim.verdict === verdict && claim.toldBy !== "write").map(({ id }) => id);

test("an account as built in confirms all that reads can tell", async () => {
  const result = await check(await account({}), {});
  expect(result.claims.filter(({ verdict }) => verdict === "contradicted")).toEqual([]);
  expect(verdictsOf(result, "cannotTell")).toEqual(["C13", "C18"]);
  expect(result.corrections).toEqual([]);
  expect(result.unknownFields).toEqual({});
  expect(result.verdict).toBe("confirmed");
  expect(result.calls).toBeLessThanOrEqual(MOST_CALLS);
});

test.each(readdirSync(FOLDER))("%s", async (file) => {
  const text = readFileSync(join(FOLDER, file), "utf8");
  const result = await check(await account(profileOf(text)), {});
  console.log(file, JSON.stringify(result.claims.filter(c=>c.verdict!=="confirmed"&&c.toldBy!=="write"),null,1), correctedProfile(undefined, result.corrections), result.calls, result.unknownFields);
});
