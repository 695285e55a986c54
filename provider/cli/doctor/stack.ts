import * as z from "zod";
import { Credential } from "../../../schema/credential";
import { ConfigError, VccError } from "../../errors";
import { NoEngineError, type PulumiCommand } from "./pulumi-command";
import type { Check } from "./report";

const TYPE = "pulumi-nodejs:dynamic/vcc:EmailAddress";

/** An address as a stack manages it. */
export interface StackMailbox {
  readonly id: string | undefined;
  readonly address: string;
  /** The resource's name. */
  readonly resource: string;
  /** How VCC signs in: `interactive` where the program names nothing, undefined where the state doesn't show it. */
  readonly credential: Credential | undefined;
  /** VCC's word at the last refresh. */
  readonly status: string | undefined;
  /** When the sign-in ends, as far as the last refresh knew. */
  readonly expiresAt: string | undefined;
  /** Of the material that was last handed to VCC. */
  readonly fingerprint: string | undefined;
  /** When VCC was signed in to with it. */
  readonly authenticatedAt: string | undefined;
}

/** What a stack tells of the account. */
export interface StackView {
  readonly name: string | undefined;
  /** A value of the configuration, decrypted, by its full key. */
  readonly config: ReadonlyMap<string, string>;
  readonly mailboxes: readonly StackMailbox[];
  /** Lines about the reading itself. */
  readonly checks: readonly Check[];
}

export const NO_STACK: StackView = { name: undefined, config: new Map(), mailboxes: [], checks: [] };

/** What `pulumi config --json` prints. */
const Configuration = z.record(z.string(), z.object({ value: z.string().optional() }));

/** What is needed of `pulumi stack export`. */
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

/**
 * Reads configuration and state with the engine. What can't be read is a line of its own: `isWanted` says whether the
 * lack of an engine counts, as it does where the person has named a stack.
 */
export async function readStack(
  pulumi: PulumiCommand,
  stack: string | undefined,
  isWanted: boolean,
): Promise<StackView> {
  const which = stack === undefined ? [] : ["--stack", stack];
  const [config, state] = await Promise.allSettled([
    pulumi.run(["config", "--json", "--show-secrets", ...which]).then(parseConfiguration),
    readState(pulumi, stack),
  ]);
  const failures = [config, state].flatMap((one) =>
    one.status === "rejected" ? [one.reason as unknown] : [],
  );
  const known = state.status === "fulfilled" ? state.value : { name: undefined, mailboxes: [] };
  return {
    ...known,
    name: state.status === "fulfilled" ? (stack ?? known.name) : undefined,
    config: config.status === "fulfilled" ? config.value : new Map(),
    checks: toChecks(failures, isWanted),
  };
}

/** What the stack manages. Error: a `ConfigError` when the engine can't tell. */
export async function readState(
  pulumi: PulumiCommand,
  stack: string | undefined,
): Promise<Pick<StackView, "name" | "mailboxes">> {
  // Without the secrets: references are none.
  return parseState(
    await pulumi.run(["stack", "export", ...(stack === undefined ? [] : ["--stack", stack])]),
  );
}

function toChecks(failures: readonly unknown[], isWanted: boolean): readonly Check[] {
  const [first] = failures;
  if (first === undefined) return [{ name: "stack", level: "fine", reason: null }];
  const unexpected = failures.find((failure) => !(failure instanceof VccError));
  if (unexpected !== undefined || !(first instanceof VccError)) throw unexpected;
  // Both fail for the same reason, in different words.
  const level = isWanted || !(first instanceof NoEngineError) ? "unknown" : "fine";
  return [{ name: "stack", level, reason: `${first.message} What only the stack knows is missing here.` }];
}

function parseConfiguration(output: string): ReadonlyMap<string, string> {
  const entries = Object.entries(parseOutput(Configuration, output, "pulumi config"));
  return new Map(entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value] as const])));
}

function parseState(output: string): Pick<StackView, "name" | "mailboxes"> {
  const resources = parseOutput(Exported, output, "pulumi stack export").deployment.resources ?? [];
  // One that is to be deleted has a successor beside it.
  const own = resources.filter((resource) => resource.type === TYPE && resource.delete !== true);
  return {
    name: resources[0]?.urn.split("::")[0]?.replace("urn:pulumi:", ""),
    mailboxes: own.flatMap(toMailbox),
  };
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
      resource: urn.split("::").at(-1) ?? urn,
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

/** The engine's output by its form. Nothing of it is told, as it may hold secrets. */
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
