/** Which folder may import which: the arrows of the design, inwards only. A new arrow is a decision, made here. */

const npm = (...names) => names.map((name) => `^(node_modules/)?${name}(/|$)`);

const TEXT = "^provider/text/";
const VALUES = "^provider/values/";
const ERRORS = "^provider/errors\\.ts$";
const SCHEMA = "^schema/";
/** What everybody may lean on, as it knows nothing of VCC's API, Pulumi or a run. */
const GROUND = [SCHEMA, TEXT, VALUES, ERRORS, ...npm("zod")];
const PORTS = "^provider/ports\\.ts$";
const CONSISTENCY = "^provider/consistency/";
/** The names under which Pulumi stores what is ours. */
const STORED_NAMES = "^provider/pulumi/provider-text\\.ts$";
const LIFECYCLE = "^provider/lifecycle/";
const KINDS = "^provider/kinds/";
/** Program classes: what a program loads of a kind. */
const CLASSES = "^provider/kinds/[^/]+/class\\.ts$";
/** What the simulator knows of a kind. */
const SIMULATED = "^provider/kinds/[^/]+/simulated\\.ts$";
/** Folders of the simulator, from the bottom up; each may import those before it. */
const SIMULATOR_FLOORS = ["account", "routes", "http"].map((floor) => `^provider/simulator/${floor}/`);
/** The registry's entry of a kind. */
const KIND = "^provider/kinds/kind\\.ts$";
/** A kind's part in an export, and the terms that it is said in. */
const EXPORTED = "^provider/kinds/[^/]+/exported[^/]*\\.ts$";
const EXPORTED_KIND = "^provider/export/exported-kind\\.ts$";
const SIMULATED_KIND = "^provider/simulator/routes/simulated-kind\\.ts$";
const SETTINGS = "^provider/settings/";
const TRIAL = "^provider/contract/trial/";
const FILES = "^provider/files/";
const NET = "^provider/net/";
const MATERIAL = "^provider/credentials/material/";
const PROBE = "^provider/credentials/probe/";
const GOOGLE = "^provider/credentials/google/";
const MICROSOFT = "^provider/credentials/microsoft/";
const METHODS = "^provider/credentials/methods/";
const ENDPOINTS = "^provider/credentials/endpoints\\.ts$";
const BROWSER_SIGN_IN = "^provider/credentials/browser-sign-in\\.ts$";
const PURE_BUILT_INS = "^(node:)?(crypto|util|url|buffer|events|async_hooks|timers|perf_hooks)(/|$)";

/** Files below `from` may import nothing but themselves and `allowed`. */
function only(name, from, allowed, { builtIns = false, because } = {}) {
  return {
    name,
    severity: "error",
    comment: because ?? "see the table of folders in .dependency-cruiser.cjs",
    from: typeof from === "string" || Array.isArray(from) ? { path: from } : from,
    to: {
      pathNot: [...(from.path === undefined ? [from].flat() : []), ...allowed],
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
    only("text", TEXT, [PURE_BUILT_INS, ...npm("parse5")]),
    only("values", VALUES, [SCHEMA, TEXT, PURE_BUILT_INS, ...npm("picomatch")]),
    only("settings", SETTINGS, [...GROUND], { because: "A setting is found in one way, whoever needs it." }),
    only("ports", PORTS, [SCHEMA, ...npm("zod")]),
    only("consistency", CONSISTENCY, [PORTS, ...GROUND, PURE_BUILT_INS, ...npm("async-mutex")], {
      because: "Network, files and clock come in through the context.",
    }),
    only(
      "lifecycle",
      LIFECYCLE,
      [CONSISTENCY, PORTS, STORED_NAMES, ...GROUND, PURE_BUILT_INS, ...npm("async-mutex")],
      {
        because: "It is the same for all kinds, also for those of others.",
      },
    ),
    only("files", FILES, [...GROUND], {
      builtIns: true,
      because: "Reading a text file is one thing, whoever reads it.",
    }),
    only("net", NET, [TEXT, ...npm("axios", "proxy-from-env")], {
      builtIns: true,
      because: "How a host is reached is one thing, whoever calls it.",
    }),
    only(
      "kinds",
      { path: "^provider/kinds/", pathNot: ["/class\\.ts$", SIMULATED, EXPORTED, KIND] },
      [KINDS, LIFECYCLE, CONSISTENCY, PORTS, ...GROUND, PURE_BUILT_INS],
      { because: "A handler knows no Pulumi and no HTTP." },
    ),
    only("kind", KIND, [LIFECYCLE, SCHEMA, EXPORTED_KIND, SIMULATED_KIND, ...npm("zod")]),
    {
      name: "handlers-ignore-simulator-and-export",
      severity: "error",
      comment: "Both look at what a kind does; the other way round, they could change it.",
      from: { path: KINDS, pathNot: [SIMULATED, EXPORTED, KIND, "/index\\.ts$"] },
      to: { path: [SIMULATED, EXPORTED, KIND, "/index\\.ts$", "^provider/(simulator|export)/"] },
    },
    only("simulated-kinds", SIMULATED, [SCHEMA, ...SIMULATOR_FLOORS.slice(0, 2), ...npm("zod")], {
      because: "The simulator must be able to disagree with client and handlers.",
    }),
    only("exported-kinds", EXPORTED, [
      KINDS,
      PORTS,
      ...GROUND,
      PURE_BUILT_INS,
      EXPORTED_KIND,
      "^provider/export/(entry-names|typescript-text)\\.ts$",
    ]),
    only(
      "client",
      "^provider/client/",
      [PORTS, SETTINGS, NET, ...GROUND, ...npm("axios", "axios-retry", "async-mutex")],
      {
        builtIns: true,
      },
    ),
    only("credentials-material", MATERIAL, [PORTS, SETTINGS, FILES, ...GROUND], {
      builtIns: true,
      because: "What lies on this machine knows nothing of identity providers.",
    }),
    only(
      "credentials-probe",
      PROBE,
      [MATERIAL, ENDPOINTS, PORTS, NET, ...GROUND, PURE_BUILT_INS, ...npm("async-mutex")],
      { because: "A probe goes the same way at every identity provider." },
    ),
    only(
      "credentials-google",
      GOOGLE,
      [PROBE, MATERIAL, ENDPOINTS, BROWSER_SIGN_IN, PORTS, NET, ...GROUND, ...npm("googleapis")],
      { builtIns: true, because: "One identity provider knows nothing of the other." },
    ),
    only(
      "credentials-microsoft",
      MICROSOFT,
      [
        PROBE,
        MATERIAL,
        ENDPOINTS,
        BROWSER_SIGN_IN,
        PORTS,
        NET,
        ...GROUND,
        ...npm("@azure/msal-node", "axios"),
      ],
      { builtIns: true, because: "One identity provider knows nothing of the other." },
    ),
    only(
      "credentials-methods",
      METHODS,
      [
        GOOGLE,
        MICROSOFT,
        PROBE,
        MATERIAL,
        ENDPOINTS,
        "^provider/credentials/probe-services\\.ts$",
        PORTS,
        ...GROUND,
      ],
      { because: "A method is a file; what two of them share lies further in." },
    ),
    only(
      "credentials",
      "^provider/credentials/[^/]+\\.ts$",
      ["^provider/credentials/", PORTS, SETTINGS, ...GROUND, PURE_BUILT_INS],
      { because: "The table of methods, and what they are set up with." },
    ),
    {
      name: "google-only-in-google",
      severity: "error",
      comment: "One file a vendor, so that a program without that vendor never loads it.",
      from: { path: "^provider/", pathNot: `${GOOGLE}client\\.ts$` },
      to: { path: npm("googleapis", "google-auth-library") },
    },
    {
      name: "microsoft-only-in-microsoft",
      severity: "error",
      comment: "One file a vendor, so that a program without that vendor never loads it.",
      from: { path: "^provider/", pathNot: `${MICROSOFT}client\\.ts$` },
      to: { path: npm("@azure/msal-node"), dependencyTypesNot: ["type-only"] },
    },
    only(
      "trial",
      TRIAL,
      [
        PORTS,
        CONSISTENCY,
        ...GROUND,
        PURE_BUILT_INS,
        `${KINDS}interaction-plan-mapping/plans\\.ts$`,
        "^provider/contract/check/finding\\.ts$",
      ],
      { because: "It makes its calls as handlers do." },
    ),
    only(
      "contract",
      { path: "^provider/contract/", pathNot: TRIAL },
      [
        "^provider/contract/",
        SETTINGS,
        FILES,
        ...GROUND,
        "^provider/fleet/(problem|load/issues|source/[^/]+)\\.ts$",
        "^provider/client/(read-only|error-shapes)\\.ts$",
        ...npm("yaml"),
      ],
      {
        builtIns: true,
        because: "What an account's API is like is read from a file, or found out by reads alone.",
      },
    ),
    only(
      "hosts",
      "^provider/hosts/",
      [
        PORTS,
        STORED_NAMES,
        ...GROUND,
        "^provider/(kinds|lifecycle|consistency|settings|client|contract|credentials)/",
        ...npm("@pulumi/pulumi", "async-mutex", "@grpc/grpc-js", "google-protobuf"),
      ],
      { builtIns: true },
    ),
    only("dynamic", "^provider/dynamic/", ["^provider/(hosts|kinds)/"]),
    only("classes", [CLASSES, "^provider/pulumi/"], [SCHEMA, ...npm("@pulumi/pulumi")], {
      because: "Classes hold no logic: it lives in the handlers.",
    }),
    {
      name: "classes-take-types-only",
      severity: "error",
      comment: "A program loads the classes; zod and the rules are for the provider's process.",
      from: { path: [CLASSES, "^provider/pulumi/", "^provider/index\\.ts$"] },
      to: { path: SCHEMA, dependencyTypesNot: ["type-only"] },
    },
    only(
      "fleet",
      "^provider/fleet/",
      ["^provider/lifecycle/check\\.ts$", FILES, ...GROUND, ...npm("yaml", "liquidjs", "juice")],
      {
        builtIns: true,
        because: "Reading a fleet needs no Pulumi: pull requests are checked without it.",
      },
    ),
    only(
      "export",
      "^provider/export/",
      [
        PORTS,
        ...GROUND,
        "^provider/(kinds|lifecycle|consistency|client|credentials|fleet)/",
        STORED_NAMES,
        ...npm("yaml"),
      ],
      { builtIns: true, because: "Reading an account needs no Pulumi." },
    ),
    only(
      "report",
      { path: "^provider/report/", pathNot: "^provider/report/render/" },
      [
        "^provider/report/(?!render/)",
        ...GROUND,
        KINDS,
        LIFECYCLE,
        "^provider/fleet/",
        STORED_NAMES,
        PURE_BUILT_INS,
        ...npm("parse5", "diff"),
      ],
      {
        because:
          "A report is made of what others have read, and knows nothing of how it is rendered: no file, no engine, no call.",
      },
    ),
    only(
      "report-render",
      "^provider/report/render/",
      [
        "^provider/report/(nouns|drift-outcome|signature-sides)\\.ts$",
        SCHEMA,
        TEXT,
        VALUES,
        ...npm("diff", "sarif", "@types/sarif"),
      ],
      {
        because: "A renderer turns a report into text, and knows nothing of where the report comes from.",
      },
    ),
    only(
      "constructs",
      "^provider/constructs/",
      ["^provider/(pulumi|fleet)/", CLASSES, SCHEMA, VALUES, ...npm("@pulumi/pulumi")],
      { builtIns: true },
    ),
    only(
      "simulator",
      { path: "^provider/simulator/", pathNot: "/kinds\\.ts$" },
      [
        "^provider/simulator/",
        SCHEMA,
        SIMULATED,
        // A parser with bounds; what the simulator makes of its tree is its own.
        "^provider/text/html\\.ts$",
        ...npm("zod", "hono", "@hono/node-server", "parse5"),
      ],
      {
        builtIns: true,
        because: "The simulator must be able to disagree with client and handlers.",
      },
    ),
    only(
      "simulator-kinds",
      "^provider/simulator/kinds\\.ts$",
      ["^provider/kinds/index\\.ts$", SIMULATED, ...npm("zod")],
      {
        because: "Only the list of kinds is taken, and of it what is simulated.",
      },
    ),
    ...SIMULATOR_FLOORS.map((floor, index) => ({
      name: `simulator-floor-${index}`,
      severity: "error",
      comment: "From the bottom up: account, routes, http; above them simulator.ts and control.",
      from: { path: floor },
      to: { path: "^provider/simulator/", pathNot: SIMULATOR_FLOORS.slice(0, index + 1) },
    })),
    only(
      "cli",
      "^provider/cli/",
      [
        PORTS,
        STORED_NAMES,
        ...GROUND,
        "^provider/(kinds|lifecycle|consistency|settings|simulator|client|contract|credentials|files|hosts|fleet|export|report)/",
        "^package\\.json$",
        ...npm("commander", "cross-spawn", "yaml"),
      ],
      { builtIns: true },
    ),
    only("index", "^provider/index\\.ts$", ["^provider/(pulumi|constructs)/", CLASSES, SCHEMA]),
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
