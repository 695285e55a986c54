/**
 * Preloaded into each Node process of a test's engine: the packages by which Pulumi's SDK serialises functions load when they are
 * first used. No provider here is such a function, and loading them is half of a provider's start.
 */
const Module = require("node:module");

const LAZY = new Set(["@npmcli/arborist", "typescript"]);
const SDK = /[\\/]@pulumi[\\/]pulumi[\\/]/u;
const load = Module._load;

Module._load = function (request, parent, isMain) {
  const loadNow = () => load.call(this, request, parent, isMain);
  return LAZY.has(request) && SDK.test(parent?.filename ?? "") ? loadedOnUse(loadNow) : loadNow();
};

function loadedOnUse(loadNow) {
  // Asked first of all, to decide how the module is imported: as it is, which reads none of its properties.
  return new Proxy({}, { get: (_, key) => key === "__esModule" || loadNow()[key] });
}
