import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import type { Variables } from "../../../schema/fleet/variables";
import { MAX_SIGNATURE_BYTES } from "../../../schema/limits";
import { fileProblem } from "../problem";
import { inlineCss, InlineCssError } from "./inline-css";
import { createTemplateEngine, showPath, type TemplateEngine } from "./template-engine";
import { isOutOfTime, TemplateError, toTemplateProblems } from "./template-error";

/** Bytes of HTML before its CSS is moved. */
const MOST_BYTES_BEFORE = 10 * MAX_SIGNATURE_BYTES;

/** Folders and variables of a template. */
export interface SignatureTemplateOptions {
  /** Folder that paths start from. Default: the folder of the program. */
  readonly folder?: string;
  /** Folders that layouts and parts may lie in. Default: `folder` and the template's own. */
  readonly includeFrom?: readonly string[];
  /** Variables for every inbox; what an inbox sets itself comes before them. Default: none. */
  readonly variables?: Variables;
}

interface Parts {
  readonly path: string;
  readonly folder: string;
  readonly engine: TemplateEngine;
  readonly variables: Variables;
  /**
   * Shared by all that come from one file: a template that takes too long isn't tried for every inbox, and the CSS of
   * equal HTML is moved once. By a digest of the HTML.
   */
  readonly tried: { outOfTime?: TemplateError; readonly inlined: Map<string, string> };
}

/**
 * A signature as a Liquid template: `{{ team }}` is escaped, `{{ team | raw }}` is not; `{% layout "brand.html" %}`
 * and `{% render "phone.html", number: phone %}` take in files from the template's folder and from the program's.
 * CSS in `<style>` is moved into `style` attributes.
 *
 * @example
 * ```ts
 * import { Inbox, SignatureTemplate } from "pulumi-vcc";
 *
 * const brand = SignatureTemplate.fromFile("signatures/brand.html", { variables: { company: "Example Ltd" } });
 * new Inbox("sales", { emailAddress: "sales@example.com", signature: brand.with({ team: "Sales" }) });
 * ```
 */
export class SignatureTemplate {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The template in the file at `path`. Read when it is first rendered. */
  static fromFile(
    path: string,
    { folder = process.cwd(), includeFrom, variables = {} }: SignatureTemplateOptions = {},
  ): SignatureTemplate {
    const file = resolve(folder, path);
    const engine = createTemplateEngine(folder, dirname(file), includeFrom);
    return new SignatureTemplate({ path: file, folder, engine, variables, tried: { inlined: new Map() } });
  }

  /** A copy of the template with further variables, such as those of one team. */
  with(variables: Variables): SignatureTemplate {
    return new SignatureTemplate({ ...this.#parts, variables: { ...this.#parts.variables, ...variables } });
  }

  /**
   * The HTML for these variables and the template's own; those given here come first. The same every time.
   * Error: a `TemplateError` that lists every unknown variable and every mistake, with file, line and column; also
   * where the HTML has more than 100 KB, the template or moving its CSS takes more than 5 seconds, or templates take in each other.
   */
  render(variables: Variables = {}): string {
    const html = this.#fill(variables);
    const before = Buffer.byteLength(html, "utf8");
    if (before > MOST_BYTES_BEFORE) throw this.#error(tooLarge(before));
    const inlined = this.#inline(html);
    const after = Buffer.byteLength(inlined, "utf8");
    if (after > MAX_SIGNATURE_BYTES) throw this.#error(tooLarge(before, after));
    return inlined;
  }

  #fill(variables: Variables): string {
    const { path, folder, engine, tried } = this.#parts;
    if (tried.outOfTime !== undefined) throw tried.outOfTime;
    const all = { ...this.#parts.variables, ...variables };
    try {
      return String(engine.engine.renderFileSync(path, all));
    } catch (error) {
      const explained = new TemplateError(
        toTemplateProblems(error, { path, folder, fileOf: engine.fileOf, variables: Object.keys(all) }),
      );
      if (isOutOfTime(error)) tried.outOfTime = explained;
      throw explained;
    }
  }

  #inline(html: string): string {
    const { tried } = this.#parts;
    const digest = createHash("sha256").update(html).digest("base64");
    const known = tried.inlined.get(digest);
    if (known !== undefined) return known;
    try {
      const inlined = inlineCss(html);
      tried.inlined.set(digest, inlined);
      return inlined;
    } catch (error) {
      if (!(error instanceof InlineCssError)) throw error;
      const explained = this.#error(error.message);
      if (error.isOutOfTime) tried.outOfTime = explained;
      throw explained;
    }
  }

  /** About the file as a whole: what is wrong shows only once it is rendered. */
  #error(message: string): TemplateError {
    const file = showPath(this.#parts.folder, this.#parts.path);
    return new TemplateError([fileProblem(file, { line: 1, column: 1 }, [], message)]);
  }
}

function tooLarge(before: number, after: number = before): string {
  const moved =
    after === before ? "" : ` once the CSS is moved into style attributes, ${before} bytes before that`;
  const next =
    before > MAX_SIGNATURE_BYTES
      ? "Link to images instead of embedding them, or shorten the text."
      : "Give fewer elements styles of their own: each repeats the rules that it matches.";
  return `HTML of at most ${MAX_SIGNATURE_BYTES} bytes (100 KB) of UTF-8, got ${after} bytes${moved}. ${next}`;
}
