import type * as pulumi from "@pulumi/pulumi";
import {
  EmailAddress,
  type EmailAddressArgs,
  EmailProfile,
  type EmailProfileArgs,
  EmailSignature,
  InteractionPlanMapping,
  type InteractionPlanMappingArgs,
} from "../../../provider/index";
import {
  type RequestRecord,
  type RunningSimulator,
  type SimulatorOptions,
  startSimulator,
} from "../../../provider/simulator/index";
import { serviceAccountKey } from "../identities";
import { createTestStack, type StackNames, type TestStack } from "./harness/test-stack";
import { takeWrites } from "./writes";
import { nounOf } from "../request-nouns";

/** For `skewClock`: so long after a run's writes, nobody waits for VCC to show them. */
export const AN_HOUR_MS = 60 * 60 * 1_000;

/** A stack on the real engine, in front of a simulated account of its own. */
export interface Account {
  readonly stack: TestStack;
  readonly simulator: RunningSimulator;
  /** Writes that changed the account since the last call, such as `PATCH mapping {"priority":1}`; then forgets them. */
  writes(): string[];
  /** The same without bodies: `PATCH mapping`. */
  order(): string[];
  dispose(): Promise<void>;
}

interface AccountOptions {
  readonly simulator?: SimulatorOptions;
  readonly env?: Readonly<Record<string, string>>;
}

/** A new stack, with a backend of its own, in front of a simulated account that others may use, too. */
export async function openStack(
  simulator: RunningSimulator,
  env: Readonly<Record<string, string>> = {},
  names?: StackNames,
): Promise<TestStack> {
  return createTestStack({
    names,
    simulatorUrl: simulator.url,
    env: {
      VCC_CLIENT_ID: simulator.clientId,
      VCC_CLIENT_SECRET: simulator.clientSecret,
      GOOGLE_KEY,
      CI: "true",
      ...env,
    },
  });
}

/** The key of `SERVICE_ACCOUNT`, which the environment of every stack has under this name. */
export const GOOGLE_KEY = serviceAccountKey().file;

/** Opens an account. */
export async function openAccount(options: AccountOptions = {}): Promise<Account> {
  const simulator = await startSimulator(options.simulator);
  const stack = await openStack(simulator, options.env);
  return {
    stack,
    simulator,
    writes: () =>
      takeWrites(simulator).map((record) => `${nameOf(record)} ${JSON.stringify(record.body ?? {})}`),
    order: () => takeWrites(simulator).map(nameOf),
    dispose: async () => {
      await stack.dispose();
      await simulator.stop();
    },
  };
}

/** A request in the words of the domain: `POST address`. */
export function nameOf({ method, path }: RequestRecord): string {
  return `${method} ${nounOf(path)}`;
}

/** Signs in without a person, with the key that `openAccount` provides. */
export const SERVICE_ACCOUNT = {
  provider: "google",
  method: "serviceAccount",
  key: "env:GOOGLE_KEY",
  probe: false,
} as const;

export interface InboxArgs {
  readonly address?: Partial<EmailAddressArgs>;
  readonly html?: string;
  readonly profile?: EmailProfileArgs;
  readonly mapping?: Partial<InteractionPlanMappingArgs>;
  readonly options?: pulumi.CustomResourceOptions;
}

/** An inbox of all four kinds; a program makes it with the arguments that a case is about. */
export function inbox({ address, html, profile, mapping, options }: InboxArgs = {}) {
  const care = new EmailProfile("care", profile ?? {}, options);
  const support = new EmailAddress(
    "support",
    { emailAddress: "support@example.com", profileId: care.id, credential: SERVICE_ACCOUNT, ...address },
    options,
  );
  const signature = new EmailSignature(
    "support",
    { addressId: support.id, html: html ?? "<p>Support</p>" },
    options,
  );
  const routing = new InteractionPlanMapping(
    "support",
    { interactionPlan: "Customer support", addresses: [support.emailAddress], ...mapping },
    options,
  );
  return { care, support, signature, routing };
}
