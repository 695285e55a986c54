#!/usr/bin/env node
// Kept in the repository, not built: `npm ci` links a command only when its file is there, and builds come later.
const { main } = require("../dist/provider/cli/main.js");

void main(process.argv.slice(2));
