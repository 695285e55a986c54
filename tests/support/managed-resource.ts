import type { CheckFailure } from "../../provider/lifecycle/check-failure";
import { toIdentity } from "../../provider/lifecycle/generated-name";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { PartialError } from "../../provider/errors";
import { UNKNOWN } from "../../provider/values/unknown";
import type { KindRow } from "./kinds";
import type { EngineDouble } from "./engine-double";

export type Step = "create" | "same" | "update" | "replace";

/** A resource as an engine stores it, and the rules by which the engine runs a provider. */
export class ManagedResource {
  readonly #engine: EngineDouble;
  readonly #kind: string;
  readonly #name: string;
  id: string | undefined;
  state: Bag = {};
  inputs: Bag = {};
  /** True if the last create or update was left unfinished: the next run updates in any case. */
  unfinished = false;

  constructor(engine: EngineDouble, kind: string, name = "support") {
    this.#engine = engine;
    this.#kind = kind;
    this.#name = name;
  }

  /** The program's arguments as check completes them. Error: a `CheckError`. */
  check(args: Bag): Bag {
    const urn = `urn:pulumi:dev::inboxes::pulumi-nodejs:dynamic/vcc:${this.#kind}::${this.#name}`;
    const resource = { ...toIdentity(urn), stackIdentity: this.#engine.stackIdentity };
    const { inputs, failures } = this.#lifecycle.check(this.inputs, args, resource);
    if (failures.length > 0) throw new CheckError(failures);
    return inputs;
  }

  /** The step that `up` would take. No API call. */
  preview(args: Bag): Step {
    const inputs = this.check(args);
    if (this.id === undefined) return "create";
    const { changed, replaces } = this.#lifecycle.diff(this.id, this.state, inputs);
    if (replaces.length > 0) return "replace";
    return changed.length > 0 || this.unfinished ? "update" : "same";
  }

  /** Does what the arguments ask for. */
  async up(args: Bag): Promise<Step> {
    const step = this.preview(args);
    const inputs = this.check(args);
    if (step === "create") await this.#create(inputs);
    if (step === "update") await this.#update(inputs);
    if (step === "replace") await this.#replace(inputs);
    this.inputs = inputs;
    return step;
  }

  /** Reads the object. `gone` forgets it. */
  async refresh(): Promise<"gone" | "there"> {
    const found = await this.#lifecycle.read(this.#madeId, this.state);
    if (found === undefined) {
      this.id = undefined;
      this.inputs = {};
      return "gone";
    }
    this.state = stored(found.state);
    this.inputs = stored(found.inputs);
    return "there";
  }

  /**
   * Deletion because something that these arguments name has to be deleted before it is made anew: the engine asks with
   * unknown values if this resource has to go before it, and deletes it. Then it asks of it as of a new one.
   */
  async deleteForDependency(unknown: readonly string[]): Promise<void> {
    const id = this.#madeId;
    this.previewDeleteForDependency(unknown);
    await this.#lifecycle.delete(id, this.state);
  }

  /** The same in a preview, which deletes nothing. */
  previewDeleteForDependency(unknown: readonly string[]): void {
    const unknowns = Object.fromEntries(unknown.map((key) => [key, UNKNOWN]));
    const { replaces } = this.#lifecycle.diff(this.#madeId, this.state, { ...this.inputs, ...unknowns });
    if (replaces.length === 0) throw new Error("It needn't go first.");
    this.id = undefined;
    this.inputs = {};
  }

  async destroy(): Promise<void> {
    await this.#lifecycle.delete(this.#madeId, this.state);
    this.id = undefined;
    this.inputs = {};
  }

  get #lifecycle() {
    return this.#engine.lifecycle(this.#kind);
  }

  get #madeId(): string {
    if (this.id === undefined) throw new Error("There is no object yet.");
    return this.id;
  }

  async #create(inputs: Bag): Promise<void> {
    try {
      const made = await this.#lifecycle.create(inputs);
      this.id = made.id;
      this.state = stored(made.state);
    } catch (error) {
      this.#keepPartialState(error, inputs);
      throw error;
    }
  }

  async #update(inputs: Bag): Promise<void> {
    try {
      this.state = stored(await this.#lifecycle.update(this.#madeId, this.state, inputs));
      this.unfinished = false;
    } catch (error) {
      this.#keepPartialState(error, this.inputs);
      throw error;
    }
  }

  async #replace(inputs: Bag): Promise<void> {
    const old = { id: this.#madeId, state: this.state };
    const deletesFirst = this.#lifecycle.diff(old.id, old.state, inputs).deleteBeforeReplace;
    if (deletesFirst) await this.#lifecycle.delete(old.id, old.state);
    await this.#create(inputs);
    if (!deletesFirst) await this.#lifecycle.delete(old.id, old.state);
  }

  #keepPartialState(error: unknown, inputs: Bag): void {
    if (!(error instanceof PartialError)) return;
    this.id = error.id;
    this.state = stored({ ...error.state, __v: 1 });
    this.inputs = inputs;
    this.unfinished = true;
  }
}

/** Refusal of arguments by check. */
export class CheckError extends Error {
  readonly failures: readonly CheckFailure[];
  constructor(failures: readonly CheckFailure[]) {
    super(failures.map(({ reason }) => reason).join("\n"));
    this.failures = failures;
  }
}

/** State goes through a file. */
function stored(bag: Bag): Bag {
  return JSON.parse(JSON.stringify(bag)) as Bag;
}

/** An object of a kind as a former run has made it; its calls are forgotten. */
export async function makeInFormerRun(
  engine: EngineDouble,
  { kind, prepare }: Pick<KindRow, "kind" | "prepare">,
): Promise<{ readonly args: Bag; readonly resource: ManagedResource }> {
  const args = prepare(engine.simulator);
  const resource = new ManagedResource(engine, kind);
  await resource.up(args);
  engine.newRun();
  engine.calls();
  return { args, resource };
}
