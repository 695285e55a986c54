import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import {
  type Context,
  type Emitter,
  IncludeTag,
  LayoutTag,
  Liquid,
  RenderTag,
  Tag,
  type TagToken,
} from "liquidjs";
import { isBelowOne } from "../../files/real-path";
import { explainUnread, readText } from "../../files/read-text";
import { makeRepeatable } from "./repeatable-filters";

/** Name of the error for a file that is there and can't be used; its message is for the person. */
export const UNREAD_TEMPLATE = "UnreadTemplateError";
/** Name of the error for templates that take in each other; its message is for the person, too. */
export const NESTED_TEMPLATES = "NestedTemplatesError";
/** Characters of one template file. A signature is at most a tenth of that. */
export const LONGEST_TEMPLATE = 1_000_000;
/** Characters and list items that one rendering may make, besides what the template says itself. */
export const MOST_MADE = 1_000_000;
/** Time of one rendering; one that is meant takes milliseconds. */
export const LONGEST_RENDERING_MS = 5_000;
/** Layouts and parts within each other. */
const DEEPEST_PARTS = 32;

export interface TemplateEngine {
  readonly engine: Liquid;
  /** The file of a piece of a template. Inner pieces have the text of their file, and not its path. */
  readonly fileOf: (token: {
    readonly file?: string | undefined;
    readonly input: string;
  }) => string | undefined;
}

/**
 * A template engine that looks for files in the template's own folder and in `folder`, reads none outside of `readable`,
 * escapes what it puts out, and knows no variable or filter that doesn't exist. `{% if phone %}` may ask for one that may
 * be missing. Bounded in time and size, and without clock, chance, time zone and language of the machine: what it makes is the same every time.
 */
export function createTemplateEngine(
  folder: string,
  own: string,
  readable: readonly string[] = [folder, own],
): TemplateEngine {
  const pathByText = new Map<string, string>();
  const fileOf: TemplateEngine["fileOf"] = ({ file, input }) => file ?? pathByText.get(input);
  const readTemplate = (path: string): string => {
    const read = readText(path);
    if (!("text" in read)) {
      const shown = JSON.stringify(showPath(folder, path));
      const message = explainUnread("a template", shown, read, "Correct its path.");
      throw Object.assign(new Error(message), { name: UNREAD_TEMPLATE });
    }
    pathByText.set(read.text, path);
    return read.text;
  };
  const engine = new Liquid({
    root: [...new Set([own, folder, ...readable])],
    cache: true,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    catchAllErrors: true,
    outputEscape: "escape",
    timezoneOffset: 0,
    locale: "en-US",
    parseLimit: LONGEST_TEMPLATE,
    memoryLimit: MOST_MADE,
    renderLimit: LONGEST_RENDERING_MS,
    fs: {
      sep,
      dirname,
      resolve: (base, file) => resolve(base, file),
      existsSync,
      exists: async (path) => Promise.resolve(existsSync(path)),
      // Whichever folder it was looked for in: a symbolic link among them may lead anywhere.
      containsSync: (_root, path) => isBelowOne(readable, path),
      readFileSync: (path) => readTemplate(path),
      readFile: async (path) => Promise.resolve(readTemplate(path)),
    },
  });
  makeRepeatable(engine);
  boundNesting(engine, (token) => showPath(folder, fileOf(token) ?? ""));
  // Names of tags and filters come from templates: `constructor` is none of them.
  for (const names of [engine.filters, engine.tags]) Object.setPrototypeOf(names, null);
  return { engine, fileOf };
}

/** A template file as messages show it: relative to the program's folder. */
export function showPath(folder: string, path: string): string {
  return relative(folder, path) || path;
}

/** Templates that take in each other would never end, so the tags that take in others count how deep they are. */
function boundNesting(engine: Liquid, showFile: (token: TagToken) => string): void {
  const chain: string[] = [];
  let stopped: Error | undefined;
  function* within(token: TagToken, render: () => unknown): Generator {
    if (chain.length === 0) stopped = undefined;
    chain.push(showFile(token));
    try {
      if (chain.length > DEEPEST_PARTS) {
        const message = `at most ${DEEPEST_PARTS} templates within each other, got ${circle(chain)}. Take one of them out, or end the circle with a condition.`;
        stopped ??= Object.assign(new Error(message), { name: NESTED_TEMPLATES });
      }
      // The engine goes on with what stands beside a mistake: where each part takes in two, that would take for ever.
      if (stopped !== undefined) throw stopped;
      yield render();
    } finally {
      chain.pop();
    }
  }
  const tags = { render: RenderTag, include: IncludeTag, layout: LayoutTag };
  for (const [name, TakeIn] of Object.entries(tags)) {
    class Bounded extends Tag {
      readonly #inner: Tag;
      constructor(...args: ConstructorParameters<typeof RenderTag>) {
        super(args[0], args[1], args[2]);
        this.#inner = new TakeIn(...args);
      }
      override *render(context: Context, emitter: Emitter): Generator {
        yield within(this.token, () => this.#inner.render(context, emitter));
      }
    }
    engine.registerTag(name, Bounded);
  }
}

/** The files from the last one back to where it stood before: `a.html → b.html → a.html`. */
function circle(chain: readonly string[]): string {
  const last = chain.at(-1) ?? "";
  const before = chain.lastIndexOf(last, -2);
  return (before === -1 ? chain : chain.slice(before)).join(" → ");
}
