import type { Variables } from "../../../schema/fleet/variables";
import { entriesOf, mapEntries, type ScalarNode, scalarValue, type SourceNode } from "../source/source-node";
import { interpolateScalar, type ReportAt } from "./interpolate";
import type { Scope, VariableSources, VariableValue } from "./scope";
import { textParts } from "./text-parts";

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
  readonly #made = { characters: 0 };

  constructor(section: SourceNode | undefined, sources: VariableSources, report: ReportAt) {
    this.#section = section;
    this.#sources = sources;
    this.#report = report;
    this.#nodes = new Map(entriesOf(section).map(([name, { node }]) => [name, node]));
    for (const name of this.#nodes.keys()) this.#resolve(name);
  }

  /** Scope of `${…}` for an inbox, or outside of inboxes. */
  scope(inbox?: string): Scope {
    return {
      sources: this.#sources,
      inbox,
      declared: this.#nodes,
      variable: (name) => toVariableValue(this.#resolved.get(name)),
      made: this.#made,
    };
  }

  /** The section with its values. */
  node(): SourceNode | undefined {
    if (this.#section?.kind !== "map") return this.#section;
    return mapEntries(this.#section, (node, name) => this.#resolved.get(name) ?? node);
  }

  /** The values, as templates take them; empty where one can't be had, which is told already. */
  values(): Variables {
    return Object.fromEntries(
      [...this.#nodes.keys()].map((name) => {
        const node = this.#resolved.get(name);
        return [name, (node && toVariableValue(node) && scalarValue(node)) ?? ""];
      }),
    );
  }

  /**
   * Resolves a variable after those that it is made of. Without recursion, because a chain may be as long as the file.
   */
  #resolve(first: string): void {
    const open = new Set<string>();
    const next = [first];
    for (let name = next.at(-1); name !== undefined; name = next.at(-1)) {
      const node = this.#nodes.get(name);
      const isReady = open.has(name) || node?.kind !== "scalar" || this.#resolved.has(name);
      open.add(name);
      const needed = isReady ? [] : this.#missing(node, open);
      next.push(...needed);
      if (needed.length > 0) continue;
      next.pop();
      open.delete(name);
      if (node?.kind === "scalar" && !this.#resolved.has(name))
        this.#resolved.set(name, interpolateScalar(node, this.scope(), this.#report));
    }
  }

  /** Variables without a value yet. One that is open already ends here, because it would need itself. */
  #missing({ value }: ScalarNode, open: ReadonlySet<string>): readonly string[] {
    const parts = typeof value === "string" ? textParts(value) : [];
    const names = new Set(parts.flatMap((part) => (part.kind === "variable" ? [part.name] : [])));
    return [...names].filter((name) => {
      const node = this.#nodes.get(name);
      if (node?.kind !== "scalar" || this.#resolved.has(name)) return false;
      if (!open.has(name)) return true;
      this.#report(
        node,
        `a variable that isn't made of itself, got ${circle(name, [...open])}. Give one of them a value of its own.`,
      );
      this.#resolved.set(name, { ...node, isUnresolved: true });
      return false;
    });
  }
}

const MOST_SHOWN = 10;

function circle(name: string, open: readonly string[]): string {
  const names = open.slice(open.indexOf(name));
  const shown = names.length > MOST_SHOWN ? [...names.slice(0, MOST_SHOWN), "…"] : names;
  return [...shown, name].join(" → ");
}

function toVariableValue(node: ScalarNode | undefined): VariableValue | undefined {
  if (node === undefined || node.isUnresolved || node.value === null) return undefined;
  return { value: node.value, spelling: node.spelling, hiddenSource: node.hiddenSource };
}
