/** Which folder may import which: the arrows of the design, inwards only. A new arrow is a decision, made here. */

const npm = (...names) => names.map((name) => `^(node_modules/)?${name}(/|$)`);

/** What reads and cleans text, for everybody. */
const TEXT = "^provider/core/(redact|text-index|plain-text|loopback|to-url)\\.ts$";
const ERRORS = "^provider/errors\\.ts$";
const SCHEMA = "^schema/";
const INNER = [SCHEMA, ERRORS, ...npm("zod")];
const CORE = "^provider/core/";
const FILES = "^provider/files/";
const NET = "^provider/net/";
const PURE_BUILT_INS = "^(node:)?(crypto|util|url|buffer|events|async_hooks|timers|perf_hooks)(/|$)";

/** Files below `from` may import nothing but themselves and `allowed`. */
function only(name, from, allowed, { builtIns = false, because } = {}) {
  return {
    name,
    severity: "error",
    comment: because ?? "see the table of folders in .dependency-cruiser.cjs",
    from: { path: from },
    to: {
      pathNot: [from, ...allowed],
      ...(builtIns ? { dependencyTypesNot: ["core"] } : {}),
    },
  };
}

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "Files in a cycle can only be understood together.",
      from: {},
      to: { circular: true },
    },
    {
      name: "product-ignores-its-surroundings",
      severity: "error",
      comment: "What is published can't lean on what is not.",
      from: { path: ["^schema/", "^provider/"] },
      to: { path: ["^tests/", "^tools/", "^examples/", "^dist/"] },
    },
    only("schema", SCHEMA, [TEXT, ...npm("zod", "fastest-levenshtein")], {
      because: "What VCC sends is cleaned where it is read.",
    }),
    only("errors", ERRORS, [TEXT]),
    only("text", TEXT, []),
    only("core", CORE, [...INNER, PURE_BUILT_INS, ...npm("parse5", "async-mutex")], {
      because: "Network, files and clock come in through the context.",
    }),
    only("files", FILES, [CORE, ...INNER], {
      builtIns: true,
      because: "Reading a text file is one thing, whoever reads it.",
    }),
    only("net", NET, [TEXT, ...npm("proxy-from-env")], {
      builtIns: true,
      because: "How a host is reached is one thing, whoever calls it.",
    }),
    only("resources", "^provider/resources/", [CORE, ...INNER, PURE_BUILT_INS], {
      because: "A handler knows no Pulumi and no HTTP.",
    }),
    only(
      "client",
      "^provider/client/",
      [CORE, NET, ...INNER, ...npm("axios", "axios-retry", "async-mutex")],
      {
        builtIns: true,
      },
    ),
    only(
      "credentials",
      "^provider/credentials/",
      [CORE, FILES, NET, ...INNER, ...npm("googleapis", "@azure/msal-node", "async-mutex", "axios")],
      { builtIns: true },
    ),
    {
      name: "google-only-in-google",
      severity: "error",
      comment: "One file a vendor, so that a program without that vendor never loads it.",
      from: { path: "^provider/", pathNot: "^provider/credentials/google\\.ts$" },
      to: { path: npm("googleapis", "google-auth-library") },
    },
    {
      name: "microsoft-only-in-microsoft",
      severity: "error",
      comment: "One file a vendor, so that a program without that vendor never loads it.",
      from: { path: "^provider/", pathNot: "^provider/credentials/microsoft\\.ts$" },
      to: { path: npm("@azure/msal-node") },
    },
    only(
      "hosts",
      "^provider/hosts/",
      [
        CORE,
        ...INNER,
        "^provider/(resources|client|credentials)/",
        ...npm("@pulumi/pulumi", "async-mutex", "@grpc/grpc-js", "google-protobuf"),
      ],
      { builtIns: true },
    ),
    only("dynamic", "^provider/dynamic/", ["^provider/(hosts|resources)/"]),
    only("classes", "^provider/pulumi/", [SCHEMA, ...npm("@pulumi/pulumi")], {
      because: "Classes hold no logic: it lives in the handlers.",
    }),
    {
      name: "classes-take-types-only",
      severity: "error",
      comment: "A program loads the classes; zod and the rules are for the provider's process.",
      from: { path: ["^provider/pulumi/", "^provider/index\\.ts$"] },
      to: { path: SCHEMA, dependencyTypesNot: ["type-only"] },
    },
    only(
      "fleet",
      "^provider/fleet/",
      [CORE, FILES, ...INNER, ...npm("yaml", "liquidjs", "juice", "picomatch")],
      {
        builtIns: true,
        because: "Reading a fleet needs no Pulumi: pull requests are checked without it.",
      },
    ),
    only(
      "export",
      "^provider/export/",
      [
        CORE,
        ...INNER,
        "^provider/(resources|client|credentials|fleet)/",
        "^provider/pulumi/provider-text\\.ts$",
        ...npm("yaml", "picomatch"),
      ],
      { builtIns: true, because: "Reading an account needs no Pulumi." },
    ),
    only(
      "constructs",
      "^provider/constructs/",
      ["^provider/(pulumi|fleet)/", SCHEMA, ERRORS, ...npm("@pulumi/pulumi")],
      { builtIns: true },
    ),
    only(
      "simulator",
      "^provider/simulator/",
      [SCHEMA, ...npm("zod", "hono", "@hono/node-server", "parse5")],
      {
        builtIns: true,
        because: "The simulator must be able to disagree with client and handlers.",
      },
    ),
    only(
      "cli",
      "^provider/cli/",
      [
        CORE,
        ...INNER,
        "^provider/(resources|simulator|client|credentials|files|hosts|fleet|export)/",
        "^package\\.json$",
        ...npm("commander", "picomatch", "yaml"),
      ],
      { builtIns: true },
    ),
    only("index", "^provider/index\\.ts$", ["^provider/(pulumi|constructs)/", ERRORS, SCHEMA]),
    {
      name: "examples-use-the-package-by-name",
      severity: "error",
      comment: "A user copies an example as it is.",
      from: { path: "^examples/" },
      to: { path: ["^provider/", "^schema/", "^tools/", "^tests/"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^dist/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default", "types"],
    },
  },
};
