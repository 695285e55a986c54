import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "../../provider/kinds/index";
import { moduleOf, providerText } from "../../provider/pulumi/provider-text";
import { evaluate, pack, type Packed, run, write } from "../support/packed-package";
import { REPOSITORY } from "../support/repository";

// Type checks of a whole program take seconds.
jest.setTimeout(120_000);

const NAMES = KINDS.map(({ resource }) => resource.kind);
const CLASSES = NAMES.join();
const OPERATIONS = ["check", "configure", "create", "delete", "diff", "read", "update"];
const REQUIRE_FROM_STRING = JSON.stringify(require.resolve("require-from-string"));

let packed: Packed;
beforeAll(() => {
  packed = pack();
});
afterAll(() => packed.remove());

describe("the tarball", () => {
  test("holds the built package, its licence, its documents and its examples, and nothing else", () => {
    const known =
      /^(?:bin\/pulumi-vcc\.js|dist\/(?:provider|schema)\/.+\.(?:js|d\.ts|json|html)|schema\/[\w-]+\.schema\.json|docs\/.+\.md|examples\/.+|package\.json|(?:README|CHANGELOG)\.md|LICENSE)$/u;
    expect(packed.files.filter((path) => !known.test(path))).toEqual([]);
    expect(packed.files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist/provider/index.js"]));
  });

  // Bounds that text grows into slowly, and that a picture, a recording or a bundled library breaks.
  test("is small", () => {
    expect(packed.sizeBytes).toBeLessThan(900_000);
    expect(packed.unpackedSizeBytes).toBeLessThan(3_500_000);
  });

  test("holds every module that users' states name", () => {
    const entries = [...NAMES, "StackIdentity"].map((kind) => `dist/provider/dynamic/${moduleOf(kind)}.js`);
    expect(packed.files).toEqual(expect.arrayContaining(entries));
  });

  test("has its command before anything is built: npm links no command whose file isn't there yet", () => {
    const command = packed.manifest.bin["pulumi-vcc"];
    const committed = execFileSync("git", ["ls-files", "--stage", command ?? ""], { cwd: REPOSITORY });
    expect(committed.toString()).toMatch(/^100755 /u);
  });

  // Of a range, other package managers than npm take a release that needs a later Node.
  test("pins Google's client, of which a minor release has left Node 20", () => {
    expect(packed.manifest.dependencies["googleapis"]).toMatch(/^\d+\.\d+\.\d+$/u);
  });

  test("runs nothing on the machines that install it", () => {
    const names = Object.keys(packed.manifest.scripts);
    expect(names.filter((name) => /^(?:(?:pre|post)?install|prepare)$/u.test(name))).toEqual([]);
  });
});

describe.each([
  { project: "a project that has it installed", folder: () => packed.installed },
  { project: "a project of a workspace that links to it", folder: () => packed.linked },
])("$project", ({ folder }) => {
  test("loads it from a CommonJS program", () => {
    write(
      folder(),
      "program.cjs",
      `const vcc = require("pulumi-vcc");
       console.log(${JSON.stringify(CLASSES)}.split(",").map((name) => typeof vcc[name]).join());
       console.log(typeof require("pulumi-vcc/simulator").startSimulator);`,
    );
    expect(run(process.execPath, ["program.cjs"], folder())).toBe(
      `${NAMES.map(() => "function").join()}\nfunction\n`,
    );
  });

  test("loads it from an ESM program, by name", () => {
    write(
      folder(),
      "program.mjs",
      `import { ${CLASSES} } from "pulumi-vcc";
       import { startSimulator } from "pulumi-vcc/simulator";
       import { EXIT_CODES } from "pulumi-vcc/cli";
       if (EXIT_CODES.found !== 2) throw new Error("another exit code");
       console.log([${CLASSES}].map((one) => one.name).join(), typeof startSimulator);`,
    );
    expect(run(process.execPath, ["program.mjs"], folder())).toBe(`${CLASSES} function\n`);
  });

  test.each([...NAMES, "StackIdentity"])(
    "finds the handler that the provider text of %s names, as Pulumi does",
    (kind) => {
      const script = `
      const text = ${JSON.stringify(providerText(kind))};
      const provider = require(${REQUIRE_FROM_STRING})(text).handler();
      console.log(Object.keys(provider).sort().join());`;
      expect(evaluate(folder(), script)).toBe(OPERATIONS.join());
    },
  );

  test("runs that handler: all that it needs is declared", () => {
    const script = `
      const { startSimulator } = require("pulumi-vcc/simulator");
      const main = async () => {
        const simulator = await startSimulator();
        Object.assign(process.env, simulator.environment);
        const text = ${JSON.stringify(providerText("EmailProfile"))};
        const provider = require(${REQUIRE_FROM_STRING})(text).handler();
        const { id } = await provider.create({ name: "Care", description: "", settings: {}, __provider: text });
        console.log(id === simulator.state().profiles[0].id);
        await simulator.stop();
      };
      main();`;
    // Before it, the provider says where secrets go.
    expect(evaluate(folder(), script)).toMatch(/(?:^|\n)true$/u);
  });

  test("loads each module of the package", () => {
    const modules = packed.files.filter((path) => path.endsWith(".js") && path.startsWith("dist/"));
    const script = `
      const { dirname, join } = require("node:path");
      const root = dirname(require.resolve("pulumi-vcc/package.json"));
      for (const path of ${JSON.stringify(modules)}) require(join(root, path));
      console.log("all");`;
    expect(evaluate(folder(), script)).toBe("all");
  });
});

describe("a program in TypeScript", () => {
  const PROGRAM = `
    import * as pulumi from "@pulumi/pulumi";
    import { EmailAddress, type EmailAddressArgs, InteractionPlanMapping } from "pulumi-vcc";
    import { startSimulator } from "pulumi-vcc/simulator";
    import type { DoctorOutput, FailureOutput } from "pulumi-vcc/cli";
    export const levelOf = (output: DoctorOutput | FailureOutput): string | null =>
      "error" in output ? output.error.code : output.level;
    const args: EmailAddressArgs = {
      emailAddress: "support@example.com",
      credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
    };
    const support = new EmailAddress("support", args);
    new InteractionPlanMapping("support", { interactionPlan: "Sales", addresses: [support.emailAddress] });
    export const status: pulumi.Output<string> = support.status;
    export const simulator = startSimulator();
    // @ts-expect-error There is no such argument.
    new EmailAddress("wrong", { emailAddress: "support@example.com", adress: "x" });
  `;
  const TSC = require.resolve("typescript/bin/tsc");

  test.each([
    { resolution: "node16", module: "node16", file: "program.ts" },
    { resolution: "node16, as ESM", module: "node16", file: "program.mts" },
    { resolution: "bundler", module: "esnext", moduleResolution: "bundler", file: "program.ts" },
  ])("has its types with moduleResolution $resolution", ({ file, module, moduleResolution }) => {
    const folder = join(packed.installed, `types-${module}-${file.replace(".", "-")}`);
    const compilerOptions = {
      module,
      ...(moduleResolution && { moduleResolution }),
      target: "es2022",
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
    };
    write(folder, file, PROGRAM);
    write(folder, "tsconfig.json", JSON.stringify({ compilerOptions, files: [file] }));
    expect(run(process.execPath, [TSC, "-p", "."], folder)).toBe("");
  });
});

test("the command is there once the package is installed", () => {
  const help = run("npx", ["--no-install", "pulumi-vcc", "--help"], packed.installed);
  expect(help).toContain("Usage: pulumi-vcc");
  expect(help).toContain("simulate");
});

describe("what is loaded", () => {
  const PACKAGE_OF_PATH = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//u;

  /** Files that statement loads, in a process that holds Pulumi already. */
  function filesLoadedBy(statement: string): readonly string[] {
    const script = `
      require("@pulumi/pulumi");
      require("@pulumi/pulumi/dynamic");
      const before = new Set(Object.keys(require.cache));
      ${statement};
      console.log(JSON.stringify(Object.keys(require.cache).filter((path) => !before.has(path))));`;
    return JSON.parse(evaluate(packed.installed, script)) as readonly string[];
  }

  /** Packages besides this one. */
  const packagesOf = (files: readonly string[]) =>
    [...new Set(files.flatMap((path) => PACKAGE_OF_PATH.exec(path)?.[1] ?? []))]
      .filter((name) => name !== "pulumi-vcc")
      .sort();

  test.each([...NAMES, "StackIdentity"])(
    "by Pulumi's process for %s holds no client of HTTP, of Google or of Microsoft",
    (kind) => {
      const loaded = filesLoadedBy(`require("pulumi-vcc/dynamic/${moduleOf(kind)}")`);
      expect(packagesOf(loaded)).toEqual([
        "async-mutex",
        "entities",
        "fastest-levenshtein",
        "parse5",
        "proxy-from-env",
        "tslib",
        "zod",
      ]);
    },
  );

  const CLIENTS = /^(?:googleapis|google-auth-library|gaxios|@azure\/.*|axios|axios-retry|hono|@hono\/.*)$/u;

  test("by a program's process holds no client either", () => {
    const packages = packagesOf(filesLoadedBy('require("pulumi-vcc")'));
    expect(packages.filter((name) => CLIENTS.test(name))).toEqual([]);
  });
});

describe("scripts and files fit for Windows", () => {
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: REPOSITORY }).toString().split("\0");

  test.each(tracked.filter((path) => path.endsWith("package.json")))(
    "%s has no script that only a POSIX shell runs",
    (path) => {
      const { scripts = {} } = JSON.parse(readFileSync(join(REPOSITORY, path), "utf8")) as {
        readonly scripts?: Readonly<Record<string, string>>;
      };
      // Variables before a command, single quotes, commands of a POSIX system, and substitutions.
      const posix = /^\w+=|&& *\w+=|^'|[ =]'(?!.*"$)|\b(?:rm|cp|mv|mkdir|cat|export|sh|bash) |\$[\w({]/u;
      expect(Object.entries(scripts).filter(([, script]) => posix.test(script))).toEqual([]);
    },
  );

  test("no two names differ in case alone, and none is forbidden", () => {
    const lower = tracked.map((path) => path.toLowerCase());
    expect(lower.filter((path, index) => lower.indexOf(path) !== index)).toEqual([]);
    const forbidden = /[<>:"|?*\\]|[. ](?:\/|$)|(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\/|$)/iu;
    expect(tracked.filter((path) => forbidden.test(path))).toEqual([]);
  });

  test("text has the same line ends everywhere: tests compare it byte by byte, and shells take no CR", () => {
    expect(readFileSync(join(REPOSITORY, ".gitattributes"), "utf8")).toMatch(/^\* text=auto eol=lf$/mu);
  });
});
