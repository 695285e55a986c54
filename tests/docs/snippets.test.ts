import { join } from "node:path";
import ts from "typescript";
import { parseFleet } from "../../provider/fleet/open-fleet";
import { renderProblem } from "../../provider/fleet/problem";
import { resolveFleet } from "../../provider/fleet/resolve-fleet";
import {} from "../support/documents";
import { REPOSITORY } from "../support/repository";
import { exportedWithExample, fleets, programs } from "../support/snippets";

// A compiler's first look at Pulumi's types takes seconds.
jest.setTimeout(120_000);

const ENTRIES = {
  "pulumi-vcc": join(REPOSITORY, "provider/index.ts"),
  "pulumi-vcc/simulator": join(REPOSITORY, "provider/simulator/index.ts"),
};

/** Of programs in an ES module, which may wait at their top level. */
const virtualPath = (index: number) => join(REPOSITORY, "snippets", `${index}.mts`);

/** All snippets as modules of one program, against the package's sources: nothing has to be built. */
function compile(texts: readonly string[]): ts.Program {
  const { config } = ts.readConfigFile(join(REPOSITORY, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  ) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [], include: [] },
    ts.sys,
    REPOSITORY,
  );
  const snippets = new Map(texts.map((text, index) => [virtualPath(index), text]));
  const all = {
    ...options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false,
    paths: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, [path]])),
  };
  const host = ts.createCompilerHost(all);
  const onDisk = { readFile: host.readFile.bind(host), fileExists: host.fileExists.bind(host) };
  host.readFile = (path) => snippets.get(path) ?? onDisk.readFile(path);
  host.fileExists = (path) => snippets.has(path) || onDisk.fileExists(path);
  return ts.createProgram({ rootNames: [...snippets.keys(), ...Object.values(ENTRIES)], options: all, host });
}

function mistakesIn(program: ts.Program, path: string): string[] {
  const file = program.getSourceFile(path);
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ messageText, start = 0 }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    },
  );
}

const PROGRAMS = programs();
let program: ts.Program;
beforeAll(() => {
  program = compile(PROGRAMS.map(({ text }) => text));
});

test.each(PROGRAMS.map(({ place }, index) => ({ place, index })))("$place compiles", ({ index }) => {
  expect(mistakesIn(program, virtualPath(index))).toEqual([]);
});

test.each(Object.entries(ENTRIES))("each class and function of %s has an example", (_name, entry) => {
  const exported = exportedWithExample(program, entry);
  expect(exported.length).toBeGreaterThan(2);
  expect(exported.filter(([, hasExample]) => !hasExample)).toEqual([]);
});

/** Documents use the signatures of this example, and this configuration of a stack. */
const FOLDER = join(REPOSITORY, "examples/fleet");
const CONFIG: Readonly<Record<string, string>> = { domain: "example.com" };

/** Errors and warnings of a fleet file in all of its environments. */
function problemsOf(text: string): string[] {
  const source = parseFleet(text, { file: "inboxes.yaml", folder: FOLDER });
  const declared = source.outline?.environments ?? [];
  return (declared.length === 0 ? [undefined] : declared).flatMap((environment) => {
    const { problems } = resolveFleet(source, {
      environment,
      env: {},
      allowedEnv: [],
      config: (key) => (Object.hasOwn(CONFIG, key) ? { value: CONFIG[key] ?? "" } : undefined),
      programFolder: FOLDER,
      allowedFolders: [],
      isEnvironmentKnown: true,
      nowMs: Date.UTC(2026, 0),
    });
    return problems.map(renderProblem);
  });
}

test.each(fleets())("$place is a fleet file without a mistake", ({ text }) => {
  expect(problemsOf(text)).toEqual([]);
});
