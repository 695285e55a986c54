/**
 * Preloaded into each Node process of a test's engine: what it hardly ever uses loads when it is first used. That is what Pulumi's
 * SDK serialises functions with, which no provider here is, and zod's messages in all languages: together half of a provider's start.
 */
const Module = require("node:module");

/** What is asked for, by where it is asked for. */
const LAZY = new Map([
  ["@npmcli/arborist", /[\\/]@pulumi[\\/]pulumi[\\/]/u],
  ["typescript", /[\\/]@pulumi[\\/]pulumi[\\/]/u],
  ["../locales/index.cjs", /[\\/]zod[\\/]v4[\\/]/u],
]);
const load = Module._load;

Module._load = function (request, parent, isMain) {
  const loadNow = () => load.call(this, request, parent, isMain);
  return LAZY.get(request)?.test(parent?.filename ?? "") ? loadedOnUse(loadNow) : loadNow();
};

function loadedOnUse(loadNow) {
  // Asked first of all, to decide how the module is imported: as it is, which reads none of its properties.
  return new Proxy({}, { get: (_, key) => key === "__esModule" || loadNow()[key] });
}
