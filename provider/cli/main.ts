#!/usr/bin/env node
import { Command } from "commander";
import { renderError } from "../errors";
import { forTerminal } from "../text/terminal";
import { doctorCommand } from "./doctor";
import { exportCommand } from "./export";
import { loginCommand } from "./login";
import { newCommand } from "./new";
import { packageVersion } from "./package-version";
import { renderCommand } from "./render";
import { simulateCommand } from "./simulate";
import { validateCommand } from "./validate";

const program = new Command("pulumi-vcc")
  .description("Email inboxes of Vonage Contact Center as code")
  .version(packageVersion());
for (const command of [
  newCommand(),
  simulateCommand(),
  loginCommand(),
  doctorCommand(),
  exportCommand(),
  validateCommand(),
  renderCommand(),
]) {
  program.addCommand(command);
}

program.parseAsync().catch((error: unknown) => {
  console.error(forTerminal(renderError(error)));
  process.exitCode = 1;
});
