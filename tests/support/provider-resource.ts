import type { KindName } from "../../provider/kinds/index";
import { providerText } from "../../provider/pulumi/provider-text";
import { MAILBOX, SERVICE_ACCOUNT } from "./identities";
import { GOOGLE_KEY } from "./engine/account";
import { type ProviderProcess, startProvider } from "./provider-process";
import type { RunningSimulator } from "../../provider/simulator/index";
import type { Bag } from "../../provider/lifecycle/lifecycle";

/** Message of a program's resource: its arguments and, as the classes add them, its URN, the stack's identity and the provider's text. */
export function sent(kind: KindName, args: Bag, name = "support"): Bag {
  const __urn = `urn:pulumi:dev::inboxes::pulumi-nodejs:dynamic/vcc:${kind}::${name}`;
  return { ...args, __urn, __stackIdentity: "7f3", __provider: providerText(kind) };
}

/** A process in front of a simulator, with the key of `SERVICE_ACCOUNT`. */
export async function openProvider(
  { environment }: RunningSimulator,
  more: Readonly<Record<string, string>> = {},
): Promise<ProviderProcess> {
  return startProvider({ environment: { ...environment, KEY: GOOGLE_KEY, ...more } });
}

/** Check and create, as the engine calls them. */
export async function make(
  provider: ProviderProcess,
  kind: KindName,
  args: Bag,
  name?: string,
): Promise<{ readonly id: string; readonly properties: Bag; readonly inputs: Bag }> {
  const { inputs, reasons } = await provider.check({}, sent(kind, args, name));
  if (reasons.length > 0) throw new Error(reasons.join("\n"));
  return { ...(await provider.create(inputs)), inputs };
}

export const ADDRESS = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
