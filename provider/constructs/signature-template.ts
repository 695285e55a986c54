export { SignatureTemplate, type SignatureTemplateOptions } from "../fleet/signature/signature-template";
export { TemplateError } from "../fleet/signature/template-error";
export type { Problem } from "../fleet/problem";
