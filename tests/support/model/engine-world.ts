import type { CustomResource } from "@pulumi/pulumi";
import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "../../../provider/index";
import type { KindName } from "../../../provider/kinds/index";
import type { Bag } from "../../../provider/lifecycle/lifecycle";
import { IDENTITY } from "../../../provider/pulumi/provider-text";
import { type RunningSimulator, startSimulator } from "../../../provider/simulator/index";
import { parseUrn } from "../../../provider/values/urns";
import { openStack } from "../engine/account";
import type { EngineProcess } from "../engine/harness/engine-process";
import type { OperationResult } from "../engine/harness/operation";
import { commandOf, descendants, killTree } from "../engine/harness/process-tree";
import type { OperationOptions } from "../engine/harness/session";
import type { TestStack } from "../engine/harness/test-stack";
import { serviceAccountKey } from "../identities";
import type { Disturbance, End } from "./disturbances";
import type { RunError, Stored } from "./engine-state";
import { type Edit, goalsOf, NAMES } from "./programs";
import { WatchedAccount } from "./watched-account";
import { QUIET, type Round, type World, type WorldKind } from "./world";

/** Few, as this clock is the real one: those who repeat more often wait longer each time. */
const MAX_RETRIES = "2";
/** The engine's own last words on a run that failed, for which there is a reason before. */
const LAST_WORDS = /^(?:error: )?(?:update|preview) failed$/u;

const CLASSES: Readonly<Record<KindName, new (name: string, args: never, opts: object) => CustomResource>> = {
  EmailAddress,
  EmailProfile,
  EmailSignature,
  InteractionPlanMapping,
};

/** A world on the real engine, whose provider is a process of its own. */
class EngineWorld implements World {
  readonly secrets: readonly string[];
  readonly #account: WatchedAccount<RunningSimulator>;
  readonly #stack: TestStack;

  constructor(account: WatchedAccount<RunningSimulator>, stack: TestStack, secrets: readonly string[]) {
    this.#account = account;
    this.#stack = stack;
    this.secrets = secrets;
  }

  get simulator(): RunningSimulator {
    return this.#account.simulator;
  }

  stored(): readonly Stored[] {
    return this.#stack.state().resources.map((one, serial) => ({
      urn: one.urn,
      serial,
      id: one.id ?? "",
      inputs: one.inputs,
      outputs: one.outputs,
      refersTo: {},
      deletedWith: undefined,
      isPendingDelete: one.isPendingDelete,
      isPendingReplacement: one.isPendingReplacement,
    }));
  }

  async up(edit: Edit, trouble: Disturbance = QUIET): Promise<Round> {
    this.#account.disturb(edit, trouble);
    const env = trouble.skipsCheckpoints ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {};
    const options = { refresh: true, env, ...this.#ending(trouble.end) };
    const { round } = await this.#watch(async () => this.#stack.up(() => declare(edit), options));
    this.#account.calm();
    return round;
  }

  async preview(edit: Edit): Promise<Round & { readonly drifted: readonly string[] }> {
    const { round, result } = await this.#watch(async () =>
      this.#stack.preview(() => declare(edit), { refresh: true }),
    );
    const changed = result.steps.filter(({ op }) => op !== "same" && op !== "refresh-same");
    const [drifted, planned] = [true, false].map((isFound) =>
      changed.filter(({ op }) => op.startsWith("refresh-") === isFound),
    );
    return {
      ...round,
      steps: (planned ?? []).map(({ urn }) => ({ op: "update", urn })),
      drifted: (drifted ?? []).map(({ op, urn }) => `${op} ${urn}`),
    };
  }

  async close(): Promise<void> {
    await this.#stack.dispose();
    await this.simulator.stop();
  }

  async #watch(run: () => Promise<OperationResult>) {
    this.#account.begin();
    const stored = this.stored();
    const result = await run();
    const round: Round = {
      steps: [],
      errors: errorsOf(result),
      stored,
      said: [result.stdout, result.stderr],
      ...this.#account.watched,
    };
    return { round, result };
  }

  /** Ends the run at a request. Whether its reply still arrives is up to chance here. */
  #ending(end: End | undefined): OperationOptions {
    if (end === undefined) return {};
    const reached = new Promise<void>((resolve) => {
      this.#account.onRequest = (count) => {
        if (count >= end.request) resolve();
      };
    });
    switch (end.by) {
      case "engine killed":
        return { killWhen: async () => reached };
      case "ctrl-c":
        return { interruptWhen: async () => reached };
      case "provider killed":
        return {
          interruptWhen: async (command) => {
            await reached;
            killProviderOf(command);
            await command.ended;
          },
        };
    }
  }
}

async function openEngineWorld(): Promise<World> {
  const account = await WatchedAccount.open(startSimulator);
  const { file, privateKey } = serviceAccountKey();
  const env = { KEY: file, VCC_MAX_RETRIES: MAX_RETRIES };
  const stack = await openStack(account.simulator, env, NAMES);
  return new EngineWorld(account, stack, [privateKey, account.simulator.clientSecret]);
}

/** The program, with our own classes. */
function declare(edit: Edit): void {
  const made = new Map<string, CustomResource>();
  for (const { urn, alias, args, deletesFirst, deletedWith } of goalsOf(edit)) {
    const { type = "", name = "" } = parseUrn(urn) ?? {};
    const kind = type.split(":").at(-1);
    if (kind === IDENTITY.kind) continue;
    const given = args((other) => (made.get(other) ?? {}) as unknown as Bag & { readonly id: string });
    const own = Object.fromEntries(Object.entries(given).filter(([key]) => !key.startsWith("__")));
    const options = {
      aliases: alias === undefined ? [] : [alias],
      deleteBeforeReplace: deletesFirst,
      deletedWith: deletedWith === undefined ? undefined : made.get(deletedWith),
    };
    made.set(urn, new CLASSES[kind as KindName](name, own as never, options));
  }
}

function errorsOf({ exitCode, error, events }: OperationResult): RunError[] {
  if (exitCode === 0) return [];
  const told = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error"
      ? [{ urn: diagnosticEvent.urn ?? "", text: diagnosticEvent.message.trim() }]
      : [],
  );
  const reasons = told.filter(({ text }) => !LAST_WORDS.test(text));
  return reasons.length > 0 ? reasons : [{ urn: "", text: error ?? `exit code ${String(exitCode)}` }];
}

function killProviderOf({ pid }: EngineProcess): void {
  if (pid === undefined) return;
  const provider = descendants(pid).find((id) => commandOf(id).includes("dynamic-provider"));
  if (provider !== undefined) killTree(provider);
}

export const ENGINE_WORLD: WorldKind = { open: openEngineWorld, mostMs: 15 * 60_000 };
