import * as z from "zod";
import { Credential } from "../../../schema/credential/credential";
import { EMAIL_ADDRESS } from "../../../schema/email-address";
import { ConfigError, VccError } from "../../errors";
import { IDENTITY, resourceType } from "../../pulumi/provider-text";
import { parseUrn } from "../../values/urns";
import { NoEngineError, type PulumiCommand } from "./pulumi-command";

const TYPE = resourceType(EMAIL_ADDRESS);
const IDENTITY_TYPE = resourceType(IDENTITY.kind);
/** The stack's identity alone, as a target of any stack and project. */
export const IDENTITY_TARGET = `urn:pulumi:*::*::${IDENTITY_TYPE}::${IDENTITY.name}`;

/** An address as a stack manages it. */
export interface StackMailbox {
  readonly id: string | undefined;
  readonly address: string;
  /** The resource's name. */
  readonly resource: string;
  /**
   * The declared credential: `interactive` where the program names nothing, undefined where the state doesn't show it.
   */
  readonly credential: Credential | undefined;
  /** VCC's word at the last refresh. */
  readonly status: string | undefined;
  /** End of the sign-in, as far as the last refresh knew. */
  readonly expiresAt: string | undefined;
  /** Of the material that was last handed to VCC. */
  readonly fingerprint: string | undefined;
  /** Time of VCC's sign-in with it. */
  readonly authenticatedAt: string | undefined;
}

/** Part of a stack that concerns the account. */
export interface StackView {
  readonly name: string | undefined;
  /** A value of the configuration, decrypted, by its full key. */
  readonly config: ReadonlyMap<string, string>;
  readonly mailboxes: readonly StackMailbox[];
  readonly problem: StackProblem | undefined;
}

/** Cause of a stack that couldn't be read, or only in part. */
interface StackProblem {
  readonly reason: string;
  readonly isEngineMissing: boolean;
}

export const NO_STACK: StackView = { name: undefined, config: new Map(), mailboxes: [], problem: undefined };

/** Output of `pulumi config --json`. */
const Configuration = z.record(z.string(), z.object({ value: z.string().optional() }));

/** The needed part of `pulumi stack export`. */
const Exported = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          id: z.string().optional(),
          delete: z.boolean().optional(),
          external: z.boolean().optional(),
          inputs: z.looseObject({}).optional(),
          outputs: z.looseObject({}).optional(),
        }),
      )
      .optional(),
  }),
});
type Stored = NonNullable<z.infer<typeof Exported>["deployment"]["resources"]>[number];

/** Configuration and state, read with the engine. `stack`: its name as the person wrote it. */
export async function readStack(pulumi: PulumiCommand, stack: string | undefined): Promise<StackView> {
  const [config, state] = await Promise.all([
    readConfiguration(pulumi).catch(known),
    readState(pulumi).catch(known),
  ]);
  // Both fail for the same reason, in different words.
  const failure = [config, state].find((one) => one instanceof VccError);
  return {
    ...NO_STACK,
    ...(!(state instanceof VccError) && { ...state, name: stack ?? state.name }),
    ...(!(config instanceof VccError) && { config }),
    problem: failure && {
      reason: `${failure.message} What only the stack knows is missing here.`,
      isEngineMissing: failure instanceof NoEngineError,
    },
  };
}

function known(error: unknown): VccError {
  if (error instanceof VccError) return error;
  throw error;
}

/** True if the stack's state has its identity. Error: a `ConfigError` when the engine can't tell. */
export async function hasIdentity(pulumi: PulumiCommand): Promise<boolean> {
  return (await readResources(pulumi)).some(({ type }) => type === IDENTITY_TYPE);
}

/** Reads the resources that the stack manages. Error: a `ConfigError` when the engine can't tell. */
export async function readState(pulumi: PulumiCommand): Promise<Pick<StackView, "name" | "mailboxes">> {
  const resources = await readResources(pulumi);
  // One that is to be deleted has a successor beside it.
  const own = resources.filter((resource) => resource.type === TYPE && resource.delete !== true);
  return {
    name: parseUrn(resources[0]?.urn ?? "")?.stack,
    mailboxes: own.flatMap(toMailbox),
  };
}

async function readResources(pulumi: PulumiCommand): Promise<readonly Stored[]> {
  // Without the secrets: references are none.
  const output = await pulumi(["stack", "export"]);
  return parseOutput(Exported, output, "pulumi stack export").deployment.resources ?? [];
}

/** Reads the configuration of a stack, decrypted, by full key. Error: a `ConfigError` when the engine can't tell. */
export async function readConfiguration(pulumi: PulumiCommand): Promise<StackView["config"]> {
  const output = await pulumi(["config", "--json", "--show-secrets"]);
  const entries = Object.entries(parseOutput(Configuration, output, "pulumi config"));
  return new Map(entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value] as const])));
}

function toMailbox({ urn, id, external, inputs = {}, outputs = {} }: Stored): StackMailbox[] {
  const address = inputs["emailAddress"] ?? outputs["emailAddress"];
  if (typeof address !== "string") return [];
  // One that is only read is another's, with a credential of its own.
  const stored = external === true ? undefined : (inputs["credential"] ?? { method: "interactive" });
  const credential = Credential.safeParse(stored);
  return [
    {
      id,
      address,
      resource: parseUrn(urn)?.name ?? urn,
      credential: credential.data,
      status: textOf(outputs["status"]),
      expiresAt: textOf(outputs["credentialExpiresAt"]),
      fingerprint: textOf(outputs["credentialFingerprint"]),
      authenticatedAt: textOf(outputs["authenticatedAt"]),
    },
  ];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The engine's output by its form. Nothing of it is told, because it may hold secrets. */
function parseOutput<Schema extends z.ZodType>(
  schema: Schema,
  output: string,
  command: string,
): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(output));
  } catch {
    throw new ConfigError("VCC_PULUMI_FAILED", `${command} printed something that can't be read.`, {
      hint: "Check that this release of pulumi-vcc fits the engine.",
    });
  }
}
