#!/usr/bin/env node
// Kept in the repository, not built: `npm ci` links a command only when its file is there, and builds come later.
const { createProgram, runProgram } = require("../dist/provider/cli/program.js");

void runProgram(createProgram(), process.argv.slice(2));
