import { BUILT_IN_CONTRACT } from "../../schema/contract/contract";
import type { ListEndpoint } from "../../schema/endpoint";
import { startRun } from "../consistency/first-look";
import type { Context, VccApi } from "../ports";

/** Parts that differ from run to run; a run that only looks waits for nothing and says nothing. */
interface ContextParts
  extends
    Pick<Context, "credentials" | "registry" | "sleep" | "now">,
    Partial<Pick<Context, "limits" | "say" | "contract">> {
  readonly api: VccApi;
  /** Lists that a run reads before its first write. */
  readonly lists: readonly ListEndpoint<object>[];
}

const NO_WAITS: Context["limits"] = { visibilityWaitMs: 0, consentWaitMs: 0, pollIntervalMs: 0 };

/** Everything that the handlers of one run work with. */
export function createContext({
  api,
  lists,
  contract = BUILT_IN_CONTRACT,
  limits = NO_WAITS,
  say = () => undefined,
  ...parts
}: ContextParts): Context {
  const said = new Set<string>();
  return {
    ...parts,
    ...startRun(api, lists),
    contract,
    limits,
    say,
    sayOnce: (line) => {
      if (said.has(line)) return;
      said.add(line);
      say(line);
    },
  };
}
