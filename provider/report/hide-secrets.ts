import { factsOf } from "../../schema/credential/credential";
import { parseReference } from "../../schema/credential/secret-reference";
import { isRecord } from "../values/records";
import { hasSecret, SECRET } from "./read/engine-values";
import type { EngineRun, Side, Step } from "./read/engine-run";

/** A run without what is secret, and the texts that stood there in clear. */
interface CleanRun {
  readonly run: EngineRun;
  readonly secrets: ReadonlySet<string>;
}

/**
 * The run with `SECRET` wherever any side of a resource has one: the engine hides a value from the moment on at which a
 * program calls it secret, and what it was before may well be the same. So does a literal in a credential, where only
 * a reference belongs.
 */
export function hideSecrets(run: EngineRun): CleanRun {
  const secrets = new Set<string>();
  const steps = run.steps.map((step) => ofSides(step, (side) => withoutMaterial(side, secrets)));
  const parts = secretParts(steps);
  const hide = (step: Step): Step =>
    ofSides(step, (side) => {
      const own = parts.get(step.urn);
      return own === undefined || own.size === 0
        ? side
        : { ...side, inputs: hidden(side.inputs, own, secrets), outputs: hidden(side.outputs, own, secrets) };
    });
  return { run: { ...run, steps: steps.map(hide) }, secrets };
}

function ofSides(step: Step, edit: (side: Side) => Side): Step {
  const [old, after] = [step.old, step.new].map((side) =>
    side === undefined || side === "unreadable" ? side : edit(side),
  );
  return old === step.old && after === step.new ? step : { ...step, old, new: after };
}

type Bag = Side["inputs"];

/** Parts of a resource's properties that are secret on some side: by key, down to what is secret as a whole. */
type SecretParts = Map<string, SecretParts | "whole">;

function secretParts(steps: readonly Step[]): ReadonlyMap<string, SecretParts> {
  const found = new Map<string, SecretParts>();
  for (const { urn, old, new: after } of steps) {
    const former = typeof old === "object" ? old.urn : undefined;
    // A resource that an alias leads to goes on under its new name.
    const own = found.get(urn) ?? found.get(former ?? urn) ?? new Map<string, never>();
    found.set(urn, own);
    if (former !== undefined) found.set(former, own);
    for (const side of [old, after]) {
      if (typeof side !== "object") continue;
      addSecrets(own, side.inputs);
      addSecrets(own, side.outputs);
    }
  }
  return found;
}

function addSecrets(parts: SecretParts, values: Bag): void {
  for (const [key, value] of Object.entries(values)) {
    if (!hasSecret(value)) continue;
    const known = parts.get(key);
    // The entries of a list have no names: any of them may be the one.
    if (!isRecord(value)) parts.set(key, "whole");
    else if (known !== "whole") {
      const below: SecretParts = known ?? new Map<string, never>();
      parts.set(key, below);
      addSecrets(below, value);
    }
  }
}

function hidden(values: Bag, parts: SecretParts, secrets: Set<string>): Bag {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const below = parts.get(key);
      if (below === undefined) return [key, value];
      if (below !== "whole" && isRecord(value)) return [key, hidden(value, below, secrets)];
      addTexts(secrets, value);
      return [key, SECRET];
    }),
  );
}

/** A credential in which material is named by references alone, and nothing stands that no method knows. */
function withoutMaterial(side: Side, secrets: Set<string>): Side {
  const clean = (values: Bag): Bag => {
    const { credential } = values;
    return isRecord(credential) ? { ...values, credential: withoutLiterals(credential, secrets) } : values;
  };
  const [inputs, outputs] = [clean(side.inputs), clean(side.outputs)];
  return inputs === side.inputs && outputs === side.outputs ? side : { ...side, inputs, outputs };
}

function withoutLiterals(credential: Bag, secrets: Set<string>): Bag {
  const literals = Object.entries(credential).filter(([field, value]) => isLiteral(field, value));
  for (const [, value] of literals) addTexts(secrets, value);
  if (literals.length === 0) return credential;
  return { ...credential, ...Object.fromEntries(literals.map(([field]) => [field, SECRET])) };
}

/** True for material where only a reference belongs. */
function isLiteral(field: string, value: unknown): boolean {
  if (typeof value === "symbol" || field === "method") return false;
  const facts = factsOf(field);
  const isReference = typeof value === "string" && parseReference(value) !== undefined;
  return facts === undefined || (facts.reference !== undefined && !isReference);
}

/** All texts of a value, at any depth. */
function addTexts(texts: Set<string>, value: unknown): void {
  if (typeof value === "string") texts.add(value);
  else if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) addTexts(texts, part);
}
