import { join, resolve } from "node:path";

/** Root of this package's checkout. */
export const REPOSITORY = resolve(__dirname, "../..");

/** The environment without Pulumi's and the provider's settings: whoever runs the tests may have some for real accounts. */
export function withoutOwnSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(PULUMI|VCC)_/u.test(name)));
}

/** For processes of Pulumi's Node SDK: what they never use isn't loaded, which is half of their start. */
export const LAZY_MODULES = {
  NODE_OPTIONS: `--require "${join(REPOSITORY, "tests/support/lazy-modules.cjs")}"`,
};
