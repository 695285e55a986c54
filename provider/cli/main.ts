#!/usr/bin/env node
import { Command } from "commander";
import { simulateCommand } from "./simulate";

const program = new Command("pulumi-vcc")
  .description("Email inboxes of Vonage Contact Center as code")
  .addCommand(simulateCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
