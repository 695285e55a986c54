import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import type { ContractProfile } from "../../schema/contract/profile";
import { givenOf, profileOf, SHARED_PROFILES, sharedProfile } from "../support/contract-profiles";
import { GOOGLE_KEY } from "../support/engine/account";
import { createTestStack, type TestStack } from "../support/engine/harness/test-stack";
import { fillAccount, PLANTED } from "../support/filled-account";
import { REPOSITORY } from "../support/repository";

const COMMAND = join(REPOSITORY, "bin", "pulumi-vcc.js");

const INBOX = `
const { EmailAddress, EmailSignature, InteractionPlanMapping } = require("pulumi-vcc");
const credential = { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY", probe: false };
const { id: addressId, emailAddress } = new EmailAddress("support", {
  emailAddress: "support@example.com", description: "Made here", dataSources: { team: "care", level: "2" }, credential,
});
new EmailSignature("support", { addressId, html: "<p>Support</p>" });
new InteractionPlanMapping("support", { interactionPlan: "Sales", addresses: [emailAddress], priority: 4000 });
`;
/** Where the API has neither sign-in, description, signatures nor priorities, and one data source. */
const LITTLE = `
const { EmailAddress, InteractionPlanMapping } = require("pulumi-vcc");
const { emailAddress } = new EmailAddress("support", { emailAddress: "support@example.com", dataSources: { team: "care" } });
new InteractionPlanMapping("support", { interactionPlan: "Sales", addresses: [emailAddress] });
`;

/** What a person has to choose, since no read of these accounts tells it. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  "other-spellings.yaml": { name: "displayName", description: "name" },
  "little.yaml": { description: null, profileId: null },
};

let simulator: RunningSimulator;
let stack: TestStack;
afterEach(async () => {
  await stack.dispose();
  await simulator.stop();
});

/** Runs `npx pulumi-vcc` in the program's folder. */
async function run(...args: string[]): Promise<{ readonly code: unknown; readonly printed: string }> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: stack.folder,
    env: stack.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => printed.push(String(chunk)));
  const [code] = (await once(child, "close")) as [unknown];
  return { code, printed: printed.join("") };
}

/** What a person brings from the vendor's collection, and what they choose. */
function begun(file: string): ContractProfile {
  const given = givenOf(profileOf(sharedProfile(file)));
  const { emailAddress } = given.kinds ?? {};
  const fields = CHOICES[file];
  return {
    ...given,
    kinds: { ...given.kinds, emailAddress: { ...emailAddress, ...(fields && { fields }) } },
  };
}

test.each(SHARED_PROFILES)(
  "check, profile, up: an account that speaks %s, without a change of code",
  async (file) => {
    simulator = await startSimulator({ contract: profileOf(sharedProfile(file)) });
    fillAccount(simulator);
    const isLittle = file === "little.yaml";
    stack = await createTestStack({
      files: { "index.js": isLittle ? LITTLE : INBOX },
      env: { ...simulator.environment, GOOGLE_KEY, VCC_OBSERVE: "true" },
    });
    let profile = "vcc-contract.yaml";
    const [before] = simulator.state().addresses;
    writeFileSync(join(stack.folder, profile), stringify(begun(file)));
    for (let round = 1, code: unknown = 2; code === 2; round += 1) {
      const found = `found-${round}.yaml`;
      const checked = await run("contract", "check", "--contract", profile, "--out", found);
      for (const planted of PLANTED) expect(checked.printed).not.toContain(planted);
      expect(round).toBeLessThan(5);
      expect([0, 2, 5]).toContain(checked.code);
      profile = found;
      ({ code } = checked);
    }
    await stack.command("config", "set", "vcc:contractFile", profile);

    const first = await run("up", "--yes", "--skip-preview", "--non-interactive");
    if (isLittle) {
      expect(first.printed).toContain("Sign in to support@example.com in VCC's own screens");
      simulator.signIn("support@example.com");
      expect(await run("up", "--yes", "--skip-preview", "--non-interactive")).toMatchObject({ code: 0 });
    } else expect(first).toMatchObject({ code: 0 });
    const again = ["up", "--refresh", "--yes", "--expect-no-changes", "--non-interactive"];
    expect(await run(...again)).toMatchObject({ code: 0 });
    // By the right profile, nothing that VCC answers is news.
    expect(first.printed).not.toMatch(/doesn't know|vcc:observe/u);
    const { addresses, mappings } = simulator.state();
    expect(addresses.find(({ emailAddress }) => emailAddress === "support@example.com")).toMatchObject({
      authentication: { status: "Active" },
      dataSources: expect.arrayContaining([{ name: "team", value: "care" }]) as unknown,
    });
    expect(mappings.map(({ toAddresses }) => toAddresses)).toContainEqual(["support@example.com"]);
    // What others have made is as it was.
    expect(addresses[0]).toEqual(before);
    await stack.command("destroy", "--yes", "--skip-preview");
    expect(simulator.state().addresses.map(({ emailAddress }) => emailAddress)).not.toContain(
      "support@example.com",
    );
  },
);
