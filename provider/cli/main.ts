#!/usr/bin/env node
import { createProgram, runProgram } from "./program";

void runProgram(createProgram(), process.argv.slice(2));
