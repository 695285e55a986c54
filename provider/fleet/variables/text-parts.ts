/** Reference to a variable's value. */
export interface VariableReference {
  readonly kind: "variable" | "env" | "config";
  readonly name: string;
}

/** Text, a reference, or a `${` that is none. */
export type TextPart = { readonly kind: "text" | "broken"; readonly text: string } | VariableReference;

const PARTS = /\$\$\{|\$\{[^{}]*\}|\$\{/gu;

/** Takes text apart at `${name}`, `${env:NAME}` and `${config:key}`; `$${` stands for `${` itself. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push(toPart(match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

function toPart(matched: string): TextPart {
  if (matched === "$${") return { kind: "text", text: "${" };
  const found = /^\$\{\s*(?:(env|config):)?([A-Za-z0-9_.:-]+?)\s*\}$/u.exec(matched);
  if (found === null) return { kind: "broken", text: matched };
  const [, source = "variable", name = ""] = found;
  return { kind: source as VariableReference["kind"], name };
}

/** The text in which nothing is a variable. */
export function escapeVariables(text: string): string {
  // As a function: in a replacement text, $$ would stand for one $.
  return text.replaceAll("${", () => "$${");
}
