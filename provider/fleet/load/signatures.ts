import { dirname, join, resolve } from "node:path";
import { EmailSignatureInputs } from "../../../schema/email-signature";
import { SignatureEntry } from "../../../schema/fleet/signature-entry";
import type { Variables } from "../../../schema/fleet/variables";
import { isBelowOne } from "../../files/real-path";
import { explainUnread, type ReadText, readText } from "../../files/read-text";
import { howToAllow } from "../allowances";
import { fileProblem, type Problem } from "../problem";
import { SignatureTemplate } from "../signature/signature-template";
import { TemplateError } from "../signature/template-error";
import { problemAt } from "../source/locate";
import { entriesOf, entryOf, type SourceNode, toValue } from "../source/source-node";
import { isHidden, showNode } from "./issues";
import type { LoadedFleet } from "./check-entries";

interface SignatureContext {
  readonly folder: string;
  /** Folders that signatures and templates may lie in. */
  readonly folders: readonly string[];
  readonly environment: string | undefined;
  readonly variables: Variables;
}

/** HTML by inbox, and what kept some of it from being made. */
interface RenderedSignatures {
  readonly html: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * Makes the HTML of every signature that is valid by itself, so that mistakes in templates show together with those in
 * the file. Templates are read once, however many inboxes name them.
 */
export function renderSignatures(loaded: LoadedFleet, context: SignatureContext): RenderedSignatures {
  const templates = new Map<string, SignatureTemplate>();
  const html = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [inbox, { node }] of entriesOf(entryOf(loaded.root, "inboxes")?.node)) {
    const signature = SignatureEntry.safeParse(valueOf(node, "signature"));
    if (!signature.success) continue;
    const rendered = renderSignature(inbox, node, signature.data, { ...loaded, ...context, templates });
    if (typeof rendered !== "string") problems.push(...rendered);
    else {
      html.set(inbox, rendered);
      problems.push(...sizeProblems(inbox, rendered, loaded));
    }
  }
  return { html, problems };
}

interface OneSignatureContext extends SignatureContext, Pick<LoadedFleet, "file"> {
  readonly templates: Map<string, SignatureTemplate>;
}

/** The HTML, or why there is none. */
function renderSignature(
  inbox: string,
  inboxNode: SourceNode,
  entry: SignatureEntry,
  context: OneSignatureContext,
): string | readonly Problem[] {
  const source = entry.file === undefined ? "template" : "file";
  const path = entry[source];
  const node = entryOf(entryOf(inboxNode, "signature")?.node, source)?.node;
  if (path === undefined || node === undefined) return entry.html ?? "";
  const unusable = (message: string): Problem[] => [
    fileProblem(context.file, node.place, node.path, message, inbox),
  ];
  const whole = resolve(context.folder, path);
  if (!isBelowOne(context.folders, whole)) {
    const next = howToAllow(isHidden(node) ? undefined : whole);
    return unusable(
      `a file below the fleet file's folder, got ${showNode(node)}, which lies elsewhere. ${next}`,
    );
  }
  const variables = { ...inboxVariables(inbox, inboxNode, context), ...entry.variables };
  const made = source === "file" ? readText(whole) : renderTemplate(inbox, path, variables, context);
  if ("text" in made) return made.text;
  if ("problems" in made) return made.problems;
  return unusable(
    explainUnread(`a ${source}`, showNode(node), made, "Give its path relative to the fleet file."),
  );
}

function renderTemplate(
  inbox: string,
  path: string,
  variables: Variables,
  { file, folder, folders, templates }: OneSignatureContext,
): ReadText | { readonly problems: readonly Problem[] } {
  const template = templates.get(path) ?? SignatureTemplate.fromFile(path, { folder, includeFrom: folders });
  templates.set(path, template);
  try {
    return { text: template.render(variables) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const read = readText(resolve(folder, path));
    // A file that can't be opened has no place: the one to change is where it is named.
    if ("code" in read) return read;
    const here = (problem: Problem): string => join(dirname(file), problem.file);
    return {
      problems: error.problems.map((problem) => ({ ...problem, file: here(problem), inboxes: [inbox] })),
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

function sizeProblems(inbox: string, html: string, loaded: LoadedFleet): Problem[] {
  const { error } = EmailSignatureInputs.shape.html.safeParse(html);
  const path = ["inboxes", inbox, "signature"];
  return (error?.issues ?? []).map(({ message }) => problemAt(loaded, path, message));
}
