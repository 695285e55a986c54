import { MAX_SIGNATURE_BYTES } from "../../../schema/limits";
import { mapScalars, type Path, type ScalarNode, type SourceNode } from "../source/source-node";
import { lookUp, type Scope, type VariableValue } from "./scope";
import { type TextPart, textParts } from "./text-parts";

/** Characters of one text, with the values of its variables: nothing longer is of use in VCC. */
export const LONGEST_TEXT = MAX_SIGNATURE_BYTES;
/** Characters of all texts of a file in one environment that are put together from variables. */
export const MOST_CHARACTERS = 100_000_000;

/** Tells about a value whose variables have no value. */
export type ReportAt = (
  node: { readonly place: SourceNode["place"]; readonly path: Path },
  message: string,
) => void;

/** Puts values in place of variables, in every text below `node`; keys stay as they are. */
export function interpolate(node: SourceNode, scope: Scope, report: ReportAt): SourceNode {
  return mapScalars(node, (scalar) => interpolateScalar(scalar, scope, report));
}

/**
 * Puts values in place of variables in one scalar. A text that is one variable and no more takes that variable's type.
 */
export function interpolateScalar(node: ScalarNode, scope: Scope, report: ReportAt): ScalarNode {
  if (typeof node.value !== "string" || !node.value.includes("${")) return node;
  const values = textParts(node.value).map((part) =>
    valueOf(part, scope, (message) => report(node, message)),
  );
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return { ...node, isUnresolved: true };
  const [only] = known;
  const isOne = known.length === 1 && only !== undefined;
  const texts = known.map((part) => part.spelling ?? String(part.value));
  if (!isOne && !hasRoom(node, texts, scope, report)) return { ...node, isUnresolved: true };
  const value = isOne ? only.value : texts.join("");
  const hiddenSource = known.find((part) => part.hiddenSource !== undefined)?.hiddenSource;
  return {
    ...node,
    value,
    isSubstituted: true,
    ...(isOne && only.spelling !== undefined && { spelling: only.spelling }),
    ...(hiddenSource !== undefined && { hiddenSource }),
  };
}

/** Variables that are made of variables multiply. Tells the first text of all that is too much. */
function hasRoom(node: ScalarNode, texts: readonly string[], { made }: Scope, report: ReportAt): boolean {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > LONGEST_TEXT) {
    report(
      node,
      `text of at most ${LONGEST_TEXT} characters once its variables have their values, got ${length}. ` +
        "Take variables out of it, or shorten theirs.",
    );
    return false;
  }
  const before = made.characters;
  made.characters += length;
  if (made.characters <= MOST_CHARACTERS) return true;
  if (before <= MOST_CHARACTERS) {
    report(
      node,
      `a file whose texts come to at most ${MOST_CHARACTERS} characters once their variables have values, got more. ` +
        "Put what is long into a signature's template, or split the file.",
    );
  }
  return false;
}

function valueOf(part: TextPart, scope: Scope, report: (message: string) => void): VariableValue | undefined {
  if (part.kind === "text") return { value: part.text };
  if ("text" in part) {
    report(
      `a variable as \${name}, \${env:NAME} or \${config:key}, got ${JSON.stringify(part.text)}. ` +
        "Close it, or write $${ for the text itself.",
    );
    return undefined;
  }
  const found = lookUp(part, scope);
  if (found === undefined || !("problem" in found)) return found;
  report(found.problem);
  return undefined;
}
