import { isRecord } from "./records";
import { areTexts, sameValue, type Spelling } from "./equality";
import { own } from "./own";

type Bag = Readonly<Record<string, unknown>>;

interface ThreeWay<Value> {
  /** As the preview knew it. */
  readonly from: Value | undefined;
  /** As the program has it. */
  readonly to: Value;
  /** As VCC has it by now. */
  readonly present: Value | undefined;
}

/**
 * Three-way merge: the value that a run writes to make a change that its preview showed, of one that somebody has
 * changed meanwhile. The texts of a list, which stands for a set, and the entries of a map are changed one by one;
 * others stay as VCC has them, so that a mailbox that somebody added keeps its mail. A value without such parts becomes
 * as the program has it.
 */
export function mergeChange<Value>(change: ThreeWay<Value>, spell: Spelling = asIs): Value {
  return merge(change, spell) as Value;
}

const asIs: Spelling = (text) => text;

type Changeable<Desired> = { readonly [Key in keyof NoInfer<Desired>]?: NoInfer<Desired>[Key] | undefined };

/** Three-way merges of those of an object's properties that have parts. */
export function mergeChanges<Desired extends object>(
  keys: readonly (keyof Desired)[],
  { from, to, present }: { from: Changeable<Desired>; to: Desired; present: Changeable<Desired> },
  spelling: Readonly<Record<string, Spelling>>,
): Desired {
  const merged = keys.map((key) => {
    const change = { from: from[key], to: to[key], present: present[key] };
    return [key, mergeChange(change, spelling[String(key)])] as const;
  });
  return { ...to, ...Object.fromEntries(merged.filter(([, value]) => value !== undefined)) };
}

function merge({ from, to, present }: ThreeWay<unknown>, spell: Spelling): unknown {
  if (areTexts(to) && areTexts(present))
    return mergeSets({ from: areTexts(from) ? from : [], to, present }, spell);
  if (isRecord(to) && isRecord(present))
    return mergeMaps({ from: isRecord(from) ? from : {}, to, present }, spell);
  return to;
}

/** In the program's spelling and order, where that is the same set. */
function mergeSets(
  { from, to, present }: Record<"from" | "to" | "present", readonly string[]>,
  spell: Spelling,
): readonly string[] {
  const [known, wanted, had] = [from, to, present].map((texts) => new Set(texts.map(spell)));
  const isIn = (set: ReadonlySet<string> | undefined) => (text: string) => set?.has(spell(text)) === true;
  const kept = present.filter((text) => isIn(wanted)(text) || !isIn(known)(text));
  const added = to.filter((text) => !isIn(known)(text) && !isIn(had)(text));
  const merged = [...kept, ...added];
  const isAsWanted = merged.length === to.length && merged.every(isIn(wanted));
  // A mapping of no address is none: so where nothing else is left of it, what the program has counts.
  return isAsWanted || merged.length === 0 ? to : merged;
}

function mergeMaps({ from, to, present }: Record<"from" | "to" | "present", Bag>, spell: Spelling): Bag {
  const keys = new Set([...Object.keys(present), ...Object.keys(to)]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const isChanged = !sameValue(own(from, key), own(to, key));
      const isKept = isChanged ? Object.hasOwn(to, key) : Object.hasOwn(present, key);
      if (!isKept) return [];
      const [before, wanted, now] = [own(from, key), own(to, key), own(present, key)];
      return [[key, isChanged ? merge({ from: before, to: wanted, present: now }, spell) : now]];
    }),
  );
}
