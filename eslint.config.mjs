import jsdoc from "eslint-plugin-jsdoc";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const GOOGLE_ROOT =
  "The root of googleapis loads a thousand files: import googleapis/build/src/apis/… on first use.";

const CAN_PARSE = {
  object: "URL",
  property: "canParse",
  message: "In Node 20 it now and then refuses what isn't ASCII: use toUrl of core/to-url.",
};
const DATE_PARSE = {
  object: "Date",
  property: "parse",
  message:
    "It takes what has no zone for this machine's time: use toMs of schema/time, or fromGmt of core/gmt for HTTP and certificates.",
};
const restrictedSyntax = [
  { selector: "ExportDefaultDeclaration", message: "Named exports only: one name everywhere." },
  {
    selector: "ObjectExpression > SpreadElement > ObjectExpression",
    message: "Fields of a literal stand in it as they are: spreading another literal only hides them.",
  },
  { selector: "ImportExpression[source.value='googleapis']", message: GOOGLE_ROOT },
  {
    selector:
      "CallExpression[callee.property.name='forEach'] > :matches(Identifier, MemberExpression).arguments",
    message: "forEach also hands over index and array, which a printing function prints: use for … of.",
  },
  { selector: "CallExpression[callee.name='require'][arguments.0.value='googleapis']", message: GOOGLE_ROOT },
];

/** What a user's editor shows: resource classes, their arguments, constructs, errors. */
const DOCUMENTED = [
  ...["provider/pulumi/**/*.ts", "provider/kinds/*/class.ts", "provider/constructs/**/*.ts"],
  ...["provider/fleet/problem.ts", "provider/fleet/signature/template-error.ts"],
];

export default defineConfig(
  globalIgnores(["dist/", "coverage/", "**/node_modules/", ".quickstart/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ["error", 12],
      eqeqeq: ["error", "always"],
      "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-param-reassign": "error",
      "no-restricted-imports": ["error", { paths: [{ name: "googleapis", message: GOOGLE_ROOT }] }],
      "no-restricted-syntax": ["error", ...restrictedSyntax],
      "no-restricted-properties": ["error", CAN_PARSE],
      "object-shorthand": "error",
      "prefer-const": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // Limits are counted in code points, and that is what spreading a string gives.
      "@typescript-eslint/no-misused-spread": [
        "error",
        { allow: [{ from: "lib", name: "string" }, "string"] },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An empty variable of the environment is an absent one.
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A record of optional keys is read with obj["key"] where the key comes from outside.
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: ["schema/**/*.ts", "provider/**/*.ts", "tools/**/*.ts"],
    plugins: { jsdoc },
    settings: { jsdoc: { mode: "typescript" } },
    rules: {
      "jsdoc/check-alignment": "error",
      "jsdoc/check-param-names": "error",
      "jsdoc/check-tag-names": ["error", { definedTags: ["remarks"] }],
      "jsdoc/empty-tags": "error",
      "jsdoc/no-types": "error",
      "jsdoc/require-description": ["error", { contexts: ["any"] }],
    },
  },
  {
    files: ["schema/**/*.ts", "provider/**/*.ts"],
    // The readings themselves. What templates may take for a date is their own matter.
    ignores: ["schema/time.ts", "provider/values/gmt.ts", "provider/fleet/signature/repeatable-filters.ts"],
    rules: { "no-restricted-properties": ["error", CAN_PARSE, DATE_PARSE] },
  },
  {
    // Not in schema/, where types are inferred from zod.
    files: ["provider/**/*.ts", "tools/**/*.ts"],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "error" },
  },
  {
    files: DOCUMENTED,
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true },
          contexts: [
            "TSInterfaceDeclaration",
            "TSTypeAliasDeclaration",
            // Every field that a program can write.
            "ExportNamedDeclaration > TSInterfaceDeclaration > TSInterfaceBody > TSPropertySignature",
          ],
          enableFixer: false,
        },
      ],
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      "@typescript-eslint/no-empty-function": "off",
      // Jest's expect.any(…) and its like are of type any.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    // Jest takes a set-up, and an environment, as a default export only.
    files: [
      "tests/support/engine/harness/global-setup.ts",
      "tests/support/browser/global-setup.ts",
      "tests/support/no-process-left.ts",
    ],
    rules: { "no-restricted-syntax": "off" },
  },
);
