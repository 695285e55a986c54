import type * as z from "zod";
import { EmailSignatureInputs } from "../email-signature";
import { rule, someText, strictFields } from "../rule";
import { withSorts } from "./parts";
import { Variables } from "./variables";

const path = someText(rule("the path of a file", "Give it relative to the fleet file."));

const SOURCES = ["template", "file", "html"] as const;

/** Source of a signature's HTML: a template with variables, a file as it is, or text as it is. */
export const SignatureEntry = withSorts(
  strictFields(
    {
      template: path
        .optional()
        .describe("Liquid template below this file's folder; CSS of its style elements is inlined."),
      variables: Variables.optional().describe("Variables of the template, besides those of the file."),
      file: path.optional().describe("HTML file below this file's folder, taken as it is."),
      html: EmailSignatureInputs.shape.html.optional().describe("HTML, taken as it is."),
      adopt: EmailSignatureInputs.shape.adopt.describe(
        "When first applied, takes over the signature that the address has already: true, or the id of the address.",
      ),
    },
    "a signature",
  ).superRefine((signature, context) => {
    const given = SOURCES.filter((source) => signature[source] !== undefined);
    if (given.length === 1) return;
    const got = given.length === 0 ? "none" : given.join(" and ");
    context.addIssue({
      code: "custom",
      message: `a signature from exactly one of template, file and html, got ${got}. Keep the one that is meant.`,
    });
  }),
  (signature) => ({ source: SOURCES.find((source) => source in signature) }),
  ({ source }) => (source === "template" ? ["variables", "adopt"] : ["adopt"]),
);
export type SignatureEntry = z.infer<typeof SignatureEntry>;
