import * as pulumi from "@pulumi/pulumi";
import { SignatureTemplate } from "../fleet/signature/signature-template";
import { TemplateError } from "../fleet/signature/template-error";
import { withoutUndefined } from "../values/records";
import { ProblemsError } from "./problems-error";

/** Values for a template's variables. */
export type SignatureVariables = Readonly<Record<string, pulumi.Input<string | number | boolean>>>;

/** A signature that is finished HTML. */
export interface SignatureHtmlProps {
  /** The HTML: at most 100 KB of UTF-8. */
  readonly html: pulumi.Input<string>;
  /** True, or the address's id: takes over the signature that it has already. Default: one that exists is never replaced. */
  readonly adopt?: pulumi.Input<boolean | string>;
  /** HTML is finished: it has no template. */
  readonly template?: never;
}

/** A signature from a template. */
export interface SignatureTemplateProps {
  /** The template, or the path of its file in the program's folder. One template serves many inboxes. */
  readonly template: SignatureTemplate | string;
  /** Its variables, besides `inbox` and `emailAddress`, which every template has. Default: none. */
  readonly variables?: SignatureVariables;
  /** True, or the address's id: takes over the signature that it has already. Default: one that exists is never replaced. */
  readonly adopt?: pulumi.Input<boolean | string>;
  /** A template makes the HTML. */
  readonly html?: never;
}

/** A signature: HTML, a template, or either with options. */
export type SignatureSource =
  pulumi.Input<string> | SignatureTemplate | SignatureHtmlProps | SignatureTemplateProps;

/** A signature's HTML with its options. Error: a `ProblemsError` that says where a template is wrong. */
export function toSignatureProps(source: SignatureSource, builtIn: SignatureVariables): SignatureHtmlProps {
  if (source instanceof SignatureTemplate) return toSignatureProps({ template: source }, builtIn);
  if (isHtml(source)) return { html: source };
  if (source.html !== undefined) return source;
  const { template, variables = {}, adopt } = source;
  const html = renderTemplate(template, { ...builtIn, ...variables });
  return { html, ...withoutUndefined({ adopt }) };
}

function isHtml(source: Exclude<SignatureSource, SignatureTemplate>): source is pulumi.Input<string> {
  return typeof source === "string" || source instanceof Promise || pulumi.Output.isInstance(source);
}

function renderTemplate(
  source: SignatureTemplate | string,
  variables: SignatureVariables,
): pulumi.Input<string> {
  const template = typeof source === "string" ? SignatureTemplate.fromFile(source) : source;
  // What is known is rendered at once, so that a mistake shows before anything is registered.
  if (isPlain(variables)) return render(template, variables);
  return pulumi.output(variables).apply((known) => render(template, known));
}

type PlainVariables = Readonly<Record<string, string | number | boolean>>;

function isPlain(variables: SignatureVariables): variables is PlainVariables {
  return Object.values(variables).every((value) => ["string", "number", "boolean"].includes(typeof value));
}

function render(template: SignatureTemplate, variables: PlainVariables): string {
  try {
    return template.render(variables);
  } catch (error) {
    throw error instanceof TemplateError ? new ProblemsError(error.problems) : error;
  }
}
