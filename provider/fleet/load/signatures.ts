import { dirname, join, resolve } from "node:path";
import { EmailSignatureInputs } from "../../../schema/email-signature";
import { SignatureEntry } from "../../../schema/fleet/signature-entry";
import type { Variables } from "../../../schema/fleet/variables";
import { showValue } from "../../../schema/rule";
import { isBelowOne } from "../../files/real-path";
import { howToAllow } from "../allowances";
import { fileProblem, type Problem } from "../problem";
import { explainUnread, readText, type UnreadText } from "../../files/read-text";
import { SignatureTemplate } from "../signature/signature-template";
import { TemplateError } from "../signature/template-error";
import { locate } from "../source/locate";
import { entriesOf, entryOf, type MapNode, type SourceNode, toValue } from "../source/source-node";
import { isHidden, showNode } from "./issues";

interface SignatureContext {
  readonly file: string;
  readonly folder: string;
  /** Folders that signatures and templates may lie in. */
  readonly folders: readonly string[];
  readonly root: MapNode;
  readonly environment: string | undefined;
  readonly variables: Variables;
}

/** HTML by inbox, and what kept some of it from being made. */
interface RenderedSignatures {
  readonly html: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

type Rendered = { readonly html: string } | { readonly problems: readonly Problem[] };

/**
 * Makes the HTML of every signature that is valid by itself, so that mistakes in templates show together with those in
 * the file. Templates are read once, however many inboxes name them.
 */
export function renderSignatures(context: SignatureContext): RenderedSignatures {
  const templates = new Map<string, SignatureTemplate>();
  const html = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [inbox, { node }] of entriesOf(entryOf(context.root, "inboxes")?.node)) {
    const signature = SignatureEntry.safeParse(valueOf(node, "signature"));
    if (!signature.success) continue;
    const variables = { ...inboxVariables(inbox, node, context), ...signature.data.variables };
    const rendered = renderSignature(inbox, signature.data, { ...context, variables, templates });
    if ("problems" in rendered) problems.push(...rendered.problems);
    else {
      html.set(inbox, rendered.html);
      problems.push(...sizeProblems(inbox, rendered.html, context));
    }
  }
  return { html, problems };
}

interface OneSignatureContext extends SignatureContext {
  readonly templates: Map<string, SignatureTemplate>;
}

function renderSignature(
  inbox: string,
  { template, file, html = "" }: SignatureEntry,
  context: OneSignatureContext,
): Rendered {
  const [source, path] = file === undefined ? (["template", template] as const) : (["file", file] as const);
  if (path === undefined) return { html };
  if (!isBelowOne(context.folders, resolve(context.folder, path))) {
    return outside(inbox, { source, path }, context);
  }
  return source === "file" ? readSignature(inbox, path, context) : renderTemplate(inbox, path, context);
}

interface SignatureFile {
  readonly source: "file" | "template";
  readonly path: string;
}

function outside(inbox: string, { source, path }: SignatureFile, context: SignatureContext): Rendered {
  return unusable(inbox, { source, path }, context, (got, isShown) => {
    const next = howToAllow(isShown ? resolve(context.folder, path) : undefined);
    return `a file below the fleet file's folder, got ${got}, which lies elsewhere. ${next}`;
  });
}

function readSignature(inbox: string, path: string, context: SignatureContext): Rendered {
  const read = readText(resolve(context.folder, path));
  if ("text" in read) return { html: read.text };
  return unusable(inbox, { source: "file", path }, context, explainUnopened("a file", read));
}

function explainUnopened(what: string, read: UnreadText): (got: string) => string {
  return (got) => explainUnread(what, got, read, "Give its path relative to the fleet file.");
}

function unusable(
  inbox: string,
  { source, path }: SignatureFile,
  { file, root }: SignatureContext,
  explain: (got: string, isShown: boolean) => string,
): Rendered {
  const location = locate(root, ["inboxes", inbox, "signature", source]);
  const { node } = location;
  const message =
    node === undefined ? explain(showValue(path), true) : explain(showNode(node), !isHidden(node));
  return { problems: [fileProblem(file, location.place, location.path, message, inbox)] };
}

function renderTemplate(inbox: string, path: string, context: OneSignatureContext): Rendered {
  const { file, folder, folders, templates, variables } = context;
  const template = templates.get(path) ?? SignatureTemplate.fromFile(path, { folder, includeFrom: folders });
  templates.set(path, template);
  try {
    return { html: template.render(variables) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const read = readText(resolve(folder, path));
    // A file that can't be opened has no place: the one to change is where it is named.
    if ("code" in read)
      return unusable(inbox, { source: "template", path }, context, explainUnopened("a template", read));
    const here = (path: string): string => join(dirname(file), path);
    return {
      problems: error.problems.map((problem) => ({ ...problem, file: here(problem.file), inboxes: [inbox] })),
    };
  }
}

/** Variables of every template of the inbox; the nearer ones win. */
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
