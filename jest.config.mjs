/** Tests that run programs on the real Pulumi engine: minutes of set-up the first time, seconds a test. */
const ENGINE_TESTS = ["<rootDir>/tests/engine/**/*.test.ts", "<rootDir>/tests/examples/**/*.test.ts"];

/** Soaks of many minutes, which `npm run test:slow` runs instead. */
const SLOW_TESTS = ["<rootDir>/tests/**/*.slow.ts"];
// Not a variable in the script, whose spelling differs between shells.
const runsSlow = process.env.npm_lifecycle_event === "test:slow";

/** @type {import("jest").Config} */
const shared = {
  rootDir: import.meta.dirname,
  // What `npm start` makes is no part of the package.
  modulePathIgnorePatterns: ["<rootDir>/.quickstart/"],
  testEnvironment: "<rootDir>/tests/support/no-process-left.ts",
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
};

/** @type {import("jest").Config} */
export default {
  // One more than the cores of most CI machines: tests on the engine wait for processes and timers half of their time.
  maxWorkers: 3,
  reporters: ["default", "<rootDir>/tests/support/summary-reporter.cjs"],
  projects: [
    {
      ...shared,
      displayName: "unit",
      setupFilesAfterEnv: ["<rootDir>/tests/support/timeout.ts"],
      testMatch: ["<rootDir>/tests/**/*.test.ts"],
      testPathIgnorePatterns: [
        "/node_modules/",
        "<rootDir>/tests/browser/",
        "<rootDir>/tests/engine/",
        "<rootDir>/tests/examples/",
      ],
    },
    {
      ...shared,
      displayName: "browser",
      testMatch: ["<rootDir>/tests/browser/**/*.test.ts"],
      setupFilesAfterEnv: ["<rootDir>/tests/support/timeout.ts"],
      globalSetup: "<rootDir>/tests/support/browser/global-setup.ts",
    },
    {
      ...shared,
      displayName: "engine",
      testMatch: runsSlow ? SLOW_TESTS : ENGINE_TESTS,
      setupFilesAfterEnv: [
        "<rootDir>/tests/support/engine/harness/timeout.ts",
        "<rootDir>/tests/support/engine/harness/fail-on-unread-failures.ts",
      ],
      // Jest runs the set-up of a project only when one of its tests is to run.
      globalSetup: "<rootDir>/tests/support/engine/harness/global-setup.ts",
    },
  ],
};
