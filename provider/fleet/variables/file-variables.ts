import type { Variables } from "../../../schema/fleet/variables";
import { entriesOf, type ScalarNode, scalarValue, type SourceNode, withEntries } from "../source/source-node";
import { interpolateScalar, type ReportAt } from "./interpolate";
import type { Scope, VariableSources, VariableValue } from "./scope";

/**
 * The file's own variables. Each has to have a value in the chosen environment, used or not: so a variable that is
 * missing shows before the inbox that needs it comes. One may be made of others.
 */
export class FileVariables {
  readonly #section: SourceNode | undefined;
  readonly #sources: VariableSources;
  readonly #report: ReportAt;
  readonly #nodes: ReadonlyMap<string, SourceNode>;
  readonly #resolved = new Map<string, ScalarNode>();
  readonly #open: string[] = [];

  constructor(section: SourceNode | undefined, sources: VariableSources, report: ReportAt) {
    this.#section = section;
    this.#sources = sources;
    this.#report = report;
    this.#nodes = new Map(entriesOf(section).map(([name, { node }]) => [name, node]));
    for (const name of this.#nodes.keys()) this.#resolve(name);
  }

  /** What `${…}` means for an inbox, or outside of inboxes. */
  scope(inbox?: string): Scope {
    return {
      sources: this.#sources,
      inbox,
      names: [...this.#nodes.keys()],
      variable: (name) => toVariableValue(this.#resolve(name)),
    };
  }

  /** The section with its values. */
  node(): SourceNode | undefined {
    if (this.#section?.kind !== "map") return this.#section;
    const entries = [...this.#section.entries].map(
      ([name, entry]) => [name, { ...entry, node: this.#resolved.get(name) ?? entry.node }] as const,
    );
    return withEntries(this.#section, entries);
  }

  /** The values, as templates take them. */
  values(): Variables {
    const known = [...this.#resolved].flatMap(([name, node]) => {
      if (toVariableValue(node) === undefined) return [];
      const value = scalarValue(node);
      return value === null ? [] : [[name, value] as const];
    });
    return Object.fromEntries(known);
  }

  #resolve(name: string): ScalarNode | undefined {
    const node = this.#nodes.get(name);
    const done = this.#resolved.get(name);
    if (done !== undefined || node?.kind !== "scalar") return done;
    if (this.#open.includes(name)) {
      const circle = [...this.#open.slice(this.#open.indexOf(name)), name].join(" → ");
      this.#report(
        node,
        `a variable that isn't made of itself, got ${circle}. Give one of them a value of its own.`,
      );
      return { ...node, isUnresolved: true };
    }
    this.#open.push(name);
    const resolved = interpolateScalar(node, this.scope(), this.#report);
    this.#open.pop();
    this.#resolved.set(name, resolved);
    return resolved;
  }
}

function toVariableValue(node: ScalarNode | undefined): VariableValue | undefined {
  if (node === undefined || node.isUnresolved || node.value === null) return undefined;
  return { value: node.value, spelling: node.spelling, hiddenSource: node.hiddenSource };
}
