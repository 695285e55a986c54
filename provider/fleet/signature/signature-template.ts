import { dirname, resolve } from "node:path";
import type { Liquid } from "liquidjs";
import type { Variables } from "../../../schema/fleet/variables";
import { inlineCss } from "./inline-css";
import { createTemplateEngine, type TemplateFiles } from "./template-engine";
import { TemplateError, toTemplateProblems } from "./template-error";

/** Where templates lie, and what all of them may use. */
export interface SignatureTemplateOptions {
  /** Folder that paths start from. Default: the folder of the program. */
  readonly folder?: string;
  /** Variables for every inbox; what an inbox sets itself comes before them. Default: none. */
  readonly variables?: Variables;
}

interface Parts {
  readonly path: string;
  readonly engine: Liquid;
  readonly files: TemplateFiles;
  readonly variables: Variables;
}

/**
 * A signature as a Liquid template: `{{ team }}` is escaped, `{{ team | raw }}` is not; `{% layout "brand.html" %}`
 * and `{% render "phone.html", number: phone %}` take in files from the template's folder and from the program's.
 * CSS in `<style>` is moved into `style` attributes.
 */
export class SignatureTemplate {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The template in the file at `path`. Read when it is first rendered. */
  static fromFile(
    path: string,
    { folder = process.cwd(), variables = {} }: SignatureTemplateOptions = {},
  ): SignatureTemplate {
    const file = resolve(folder, path);
    return new SignatureTemplate({ path: file, ...createTemplateEngine(folder, dirname(file)), variables });
  }

  /** The same template with further variables, such as those of one team. */
  with(variables: Variables): SignatureTemplate {
    return new SignatureTemplate({ ...this.#parts, variables: { ...this.#parts.variables, ...variables } });
  }

  /**
   * The HTML for these variables and the template's own; those given here come first.
   * Error: a `TemplateError` that lists every unknown variable and every mistake, with file, line and column.
   */
  render(variables: Variables = {}): string {
    const { path, engine, files } = this.#parts;
    const all = { ...this.#parts.variables, ...variables };
    try {
      return inlineCss(String(engine.renderFileSync(path, all)));
    } catch (error) {
      throw new TemplateError(toTemplateProblems(error, { path, files, variables: Object.keys(all) }));
    }
  }
}
