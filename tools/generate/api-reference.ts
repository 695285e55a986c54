import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import type { SomeType, TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import type { GeneratedFile } from "./generated-file";

const ROOT = join(__dirname, "../..");
export const API_FOLDER = "docs/api";

const OPTIONS: TypeDocOptions & PluginOptions = {
  entryPoints: [join(ROOT, "provider/index.ts"), join(ROOT, "provider/simulator/index.ts")],
  tsconfig: join(__dirname, "tsconfig.json"),
  plugin: ["typedoc-plugin-markdown"],
  readme: "none",
  // `npm run types` checks all of it.
  skipErrorChecking: true,
  // Lines of the source would change the reference with every edit.
  disableSources: true,
  // Of Pulumi's base classes, Pulumi's own reference tells.
  excludeExternals: true,
  excludePrivate: true,
  sort: ["source-order"],
  treatWarningsAsErrors: true,
  logLevel: "Warn",
  // One page an entry point, which can be searched as a whole.
  router: "module",
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  expandObjects: true,
  parametersFormat: "table",
};

/** The reference of the package's public entry points, from their docstrings. */
export async function apiReference(): Promise<GeneratedFile[]> {
  const { Application, Converter, ReflectionKind } = await import("typedoc");
  const folder = await mkdtemp(join(tmpdir(), "api-"));
  try {
    const app = await Application.bootstrapWithPlugins({ ...OPTIONS, out: folder });
    // A schema that shares its type's name says the same in zod's words.
    app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
      for (const reflection of project.getReflectionsByKind(ReflectionKind.TypeAlias))
        if (reflection.isDeclaration() && isZod(reflection.type)) project.removeReflection(reflection);
    });
    const project = await app.convert();
    if (project === undefined) throw new Error("typedoc could not read the entry points.");
    await app.generateOutputs(project);
    if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("typedoc has found mistakes.");
    return await readPages(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isZod(type: SomeType | undefined): boolean {
  return type?.type === "reference" && type.name.startsWith("Zod");
}

async function readPages(folder: string): Promise<GeneratedFile[]> {
  const names = await readdir(folder);
  return Promise.all(
    names.sort().map(async (name) => ({
      path: `${API_FOLDER}/${name}`,
      text: await format(await readFile(join(folder, name), "utf8"), { parser: "markdown", printWidth: 110 }),
    })),
  );
}
