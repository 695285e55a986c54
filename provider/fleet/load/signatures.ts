import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { EmailSignatureInputs } from "../../../schema/email-signature";
import { SignatureEntry } from "../../../schema/fleet/signature-entry";
import type { Variables } from "../../../schema/fleet/variables";
import { showValue } from "../../../schema/rule";
import { fileProblem, type Problem } from "../problem";
import { SignatureTemplate } from "../signature/signature-template";
import { TemplateError } from "../signature/template-error";
import { locate } from "../source/locate";
import { entriesOf, entryOf, type MapNode, type SourceNode, toValue } from "../source/source-node";

interface SignatureContext {
  readonly file: string;
  readonly folder: string;
  readonly root: MapNode;
  readonly environment: string | undefined;
  readonly variables: Variables;
}

/** HTML by inbox, and what kept some of it from being made. */
export interface RenderedSignatures {
  readonly html: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * Makes the HTML of every signature that is valid by itself, so that mistakes in templates show together with those in
 * the file. Templates are read once, however many inboxes name them.
 */
export function renderSignatures(context: SignatureContext): RenderedSignatures {
  const templates = new Map<string, SignatureTemplate>();
  const html = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, { node }] of entriesOf(entryOf(context.root, "inboxes")?.node)) {
    const signature = SignatureEntry.safeParse(valueOf(node, "signature"));
    if (!signature.success) continue;
    try {
      const variables = { ...inboxVariables(name, node, context), ...signature.data.variables };
      const text = renderSignature(signature.data, variables, templates, context);
      html.set(name, text);
      problems.push(...sizeProblems(name, text, context));
    } catch (error) {
      problems.push(...toProblems(name, error, context));
    }
  }
  return { html, problems };
}

function renderSignature(
  { template: path, file, html = "" }: SignatureEntry,
  variables: Variables,
  templates: Map<string, SignatureTemplate>,
  { folder }: SignatureContext,
): string {
  if (file !== undefined) return readFileSync(resolve(folder, file), "utf8");
  if (path === undefined) return html;
  const template = templates.get(path) ?? SignatureTemplate.fromFile(path, { folder });
  templates.set(path, template);
  return template.render(variables);
}

/** What every template knows; the nearer comes first. */
function inboxVariables(
  inbox: string,
  node: SourceNode,
  { environment, variables }: SignatureContext,
): Variables {
  const [emailAddress, name] = ["emailAddress", "name"].map((key) => valueOf(node, key));
  return {
    inbox,
    emailAddress: typeof emailAddress === "string" ? emailAddress : "",
    ...(typeof name === "string" && { name }),
    ...(environment !== undefined && { environment }),
    ...variables,
  };
}

function valueOf(inbox: SourceNode, key: string): unknown {
  const node = entryOf(inbox, key)?.node;
  return node && toValue(node);
}

function sizeProblems(inbox: string, html: string, { file, root }: SignatureContext): Problem[] {
  const result = EmailSignatureInputs.shape.html.safeParse(html);
  if (result.success) return [];
  const { place, path } = locate(root, ["inboxes", inbox, "signature"]);
  return result.error.issues.map(({ message }) => fileProblem(file, place, path, message, inbox));
}

function toProblems(inbox: string, error: unknown, { file, folder, root }: SignatureContext): Problem[] {
  if (error instanceof TemplateError) {
    return error.problems.map((problem) => ({
      ...problem,
      file: join(dirname(file), problem.file),
      inboxes: [inbox],
    }));
  }
  if (!(error instanceof Error && "code" in error && "path" in error)) throw error;
  const { place, path } = locate(root, ["inboxes", inbox, "signature", "file"]);
  const got = `${showValue(relative(folder, String(error.path)))} (${String(error.code)})`;
  const message = `a file that can be read, got ${got}. Give its path relative to the fleet file.`;
  return [fileProblem(file, place, path, message, inbox)];
}
