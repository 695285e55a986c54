import { UNKNOWN } from "../provider-process";
import { Run, type RunOptions } from "./engine-run";
import { EngineState, type Goal, type RunResult } from "./engine-state";
import type { Provider } from "./provider";

/**
 * Runs programs as Pulumi's engine does (step_generator.go of 3.259): decides on resources one by one in the order in which
 * what they refer to is known, and takes their steps side by side. After a failure it begins no further step.
 */
export class ModelEngine extends EngineState {
  async run(provider: Provider, goals: readonly Goal[], options: RunOptions = {}): Promise<RunResult> {
    this.begin();
    const run = new Run(this, provider, options);
    if (options.refresh === true) await run.refresh();
    await run.register(goals);
    await run.removeRest(goals);
    return { steps: run.steps, errors: run.errors };
  }

  /** Takes up what the provider reads. Error: the first one of a read. */
  async refresh(provider: Provider): Promise<void> {
    const run = new Run(this, provider, {});
    await run.refresh();
    if (run.errors.length > 0) throw new Error(run.errors.map(({ text }) => text).join("\n"));
  }

  /** Steps that `up` would take. Makes no call but checks and diffs. */
  async preview(provider: Provider, goals: readonly Goal[]): Promise<RunResult> {
    const before = this.state;
    const looking: Provider = {
      ...provider,
      create: async (inputs) => Promise.resolve({ id: UNKNOWN, properties: inputs }),
      update: async (_id, _olds, news) => Promise.resolve(news),
      delete: async () => Promise.resolve(),
    };
    const result = await this.run(looking, goals);
    this.state = before;
    return result;
  }
}
