import { Argument, Command, InvalidArgumentError } from "commander";
import { once } from "node:events";
import { readProfile } from "../contract/load-contract";
import { sendControl } from "../simulator/control/control-client";
import type { Fault } from "../simulator/http/faults";
import type { RequestRecord } from "../simulator/http/request-log";
import { SIMULATED_KINDS } from "../simulator/kinds";
import { type RunningSimulator, startSimulator, type StartOptions } from "../simulator/start-simulator";
import { hasCode, type Say } from "./console";
import { jsonOption, wholeNumber } from "./options";
import { EXIT_CODES, renderJson, type RequestsOutput } from "./output";
import { hasSimulator, SIMULATOR_FOLDER, withFolderSimulator } from "./simulate/folder-simulator";
import { contractOption, keyCommand, runCommand, type SpokenContract } from "./simulate/run";

const DEFAULT_PORT = 7480;
const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`;

interface SimulateOptions extends SpokenContract {
  readonly port: number;
  readonly file?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly plan?: readonly string[];
}

/** `simulate`: runs a simulated VCC account until a signal ends it; its subcommands steer one that runs. */
export function simulateCommand(say: Say = console.log): Command {
  const command = new Command("simulate")
    .description("run a simulated VCC account on this machine, or steer the one that runs")
    // Both have an option --contract: what follows "run" is its own.
    .enablePositionalOptions()
    .option("--port <number>", "port on 127.0.0.1; 0 takes a free one", wholeNumber(0, 65_535), DEFAULT_PORT)
    .option("--file <path>", "keep the account in this file; in memory when left out")
    .option("--client-id <id>", "what the provider signs in with (default: simulator)")
    .option("--client-secret <secret>", "its secret (default: simulator-secret)")
    .option("--plan <name...>", "the interaction plans, in place of the usual three")
    .addOption(contractOption())
    .action(async ({ plan, contract: file, ...options }: SimulateOptions) => {
      const onRequest = (record: Readonly<RequestRecord>) => say(renderRequest(record));
      const contract = file === undefined ? undefined : readProfile(file, process.cwd()).profile;
      const spoken = { ...(plan && { plans: plan }), ...(contract && { contract }) };
      await runUntilSignal({ ...options, ...spoken, onRequest }, command, say);
    });
  for (const subcommand of [runCommand(), keyCommand(say)]) command.addCommand(subcommand);
  const steering = [mailboxCommands(say), objectCommands(say), lookCommands(say), [faultCommand(say)]].flat();
  for (const subcommand of steering) command.addCommand(subcommand);
  return command;
}

async function runUntilSignal(options: StartOptions, command: Command, say: Say): Promise<void> {
  const simulator = await startSimulator(options).catch((error: unknown) => {
    const isTaken = hasCode(error, "EADDRINUSE");
    const reason = error instanceof Error ? error.message : String(error);
    return command.error(isTaken ? `Port ${options.port} is taken. Choose another with --port.` : reason);
  });
  for (const line of renderGreeting(simulator, options.file)) say(line);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await simulator.stop();
}

/** Renders the start message of the simulator, with lines to paste into a shell. */
export function renderGreeting(simulator: RunningSimulator, file: string | undefined): string[] {
  const variables = Object.entries(simulator.environment).map(
    ([name, value]) => `  export ${name}=${quote(value)}`,
  );
  const place = file === undefined ? "in memory, gone when it stops" : `in ${file}`;
  return [
    `VCC simulator at ${simulator.url}, its account ${place}.`,
    "Point the provider at it, and credentials with key: env:GOOGLE_KEY at a key that it takes for every mailbox:",
    ...variables,
    '  export GOOGLE_KEY="$(npx pulumi-vcc simulate key)"',
  ];
}

function quote(value: string): string {
  return /^[\w.:/@%+-]+$/u.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Renders a request as a line: time, method and path, and result. */
export function renderRequest({ time, method, path, status, faulted }: Readonly<RequestRecord>): string {
  return `${time.slice(11, 19)} ${method} ${path} ${status ?? "cut"}${faulted ? " (fault)" : ""}`;
}

/** A subcommand that sends one control command to a running simulator. */
function control(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--url <url>", `the simulator to steer (default: this folder's, else ${DEFAULT_URL})`);
}

interface Target {
  readonly url?: string;
}

/** Errors end the program with one line, as commander's own do. */
async function send(command: Command, name: string, body?: unknown): Promise<unknown> {
  const { url } = command.opts<Target>();
  const isOwn = url === undefined && hasSimulator(process.cwd());
  const place = isOwn ? `of this folder, in ${SIMULATOR_FOLDER}` : `at ${url ?? DEFAULT_URL}`;
  if (url === undefined) command.configureOutput().writeErr?.(`The simulator ${place}:\n`);
  const sent = isOwn
    ? withFolderSimulator(process.cwd(), async (own) => sendControl(own.url, name, body))
    : sendControl(url ?? DEFAULT_URL, name, body);
  return sent.catch((error: unknown) =>
    command.error(error instanceof Error ? error.message : String(error)),
  );
}

function mailboxCommands(say: Say): Command[] {
  const expire = control("expire", "VCC loses its sign-in to a mailbox")
    .argument("<email>")
    .option("--reason <text>", "what VCC gives as the reason");
  expire.action(async (emailAddress: string, { reason }: { readonly reason?: string }) => {
    await send(expire, "expire", { emailAddress, reason });
    say(`${emailAddress} is Expired.`);
  });
  const signIn = control("sign-in", "a person signs a mailbox in").argument("<email>");
  signIn.action(async (emailAddress: string) => {
    await send(signIn, "sign-in", { emailAddress });
    say(`${emailAddress} is Active.`);
  });
  return [expire, signIn];
}

function objectCommands(say: Say): Command[] {
  const kind = () => new Argument("<kind>").choices(SIMULATED_KINDS.map(({ noun }) => noun));
  const edit = control("edit", "somebody edits an object in VCC's own screens")
    .addArgument(kind())
    .argument("<name-or-id>", "for addresses and signatures also the email address")
    .argument("<json>", 'the fields to change, as {"description":"…"}', json);
  edit.action(async (of: string, key: string, patch: unknown) => {
    await send(edit, "edit", { kind: of, key, patch });
    say(`Edited ${of} ${key}.`);
  });
  const remove = control("delete", "somebody deletes an object in VCC's own screens")
    .addArgument(kind())
    .argument("<name-or-id>", "for addresses and signatures also the email address");
  remove.action(async (of: string, key: string) => {
    await send(remove, "delete", { kind: of, key });
    say(`Deleted ${of} ${key}.`);
  });
  const renamePlan = control("rename-plan", "rename an interaction plan").argument("<old>").argument("<new>");
  renamePlan.action(async (plan: string, name: string) => {
    await send(renamePlan, "rename-plan", { plan, name });
    say(`Renamed ${plan} to ${name}.`);
  });
  const reset = control("reset", "back to an empty account");
  reset.action(async () => {
    await send(reset, "reset");
    say("The account is empty.");
  });
  return [edit, remove, renamePlan, reset];
}

function lookCommands(say: Say): Command[] {
  const state = control("state", "print everything in the account, as JSON");
  state.action(async () => say(JSON.stringify(await send(state, "state"), undefined, 2)));
  const list = control("requests", "print the API requests so far, without secrets")
    .addOption(jsonOption())
    .option("--clear", "and forget them");
  list.action(async ({ json: isJson, clear }: { readonly json?: true; readonly clear?: true }) => {
    const { requests } = (await send(list, "requests")) as Pick<RequestsOutput, "requests">;
    const schema = "pulumi-vcc/simulate-requests/v1";
    if (isJson) say(renderJson({ schema, exitCode: EXIT_CODES.fine, requests }));
    else for (const record of requests) say(renderRequest(record));
    if (clear) await send(list, "clear-requests");
  });
  const other = control(
    "control",
    "send any other control command, such as: control set-stale-reads '{\"lagMs\":5000}'",
  )
    .argument("<command>")
    .argument("[json]", "its body", json);
  other.action(async (name: string, body?: unknown) =>
    say(JSON.stringify(await send(other, name, body), undefined, 2)),
  );
  return [state, list, other];
}

interface FaultOptions extends Omit<Fault, "headers"> {
  readonly retryAfter?: number;
  readonly clear?: true;
}

function faultCommand(say: Say): Command {
  const fault = control("fault", "make the next matching requests fail")
    .option("--method <method>", "only this method")
    .option("--path <regex>", "only paths that contain this; every path but the token's when left out")
    .option("--times <number>", "how many requests (default: 1)", wholeNumber())
    .option("--skip <number>", "how many matching requests pass first (default: 0)", wholeNumber())
    .option("--status <number>", "answer with this status", wholeNumber())
    .option("--retry-after <seconds>", "with a Retry-After header", wholeNumber())
    .option("--body <text>", "with this body, sent as it is")
    .option("--close", "cut the connection instead of answering")
    .option("--after", "do the work first, then fail")
    .option("--delay-ms <number>", "wait first; without --status and --close only wait", wholeNumber())
    .option("--clear", "forget every fault instead");
  fault.action(async () => {
    const { clear, retryAfter, ...options } = fault.opts<FaultOptions>();
    if (clear) {
      await send(fault, "clear-faults");
      say("No faults are left.");
      return;
    }
    const headers = retryAfter === undefined ? undefined : { "retry-after": String(retryAfter) };
    await send(fault, "add-fault", { ...options, headers, url: undefined });
    say("The fault waits for its requests.");
  });
  return fault;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError("It has to be JSON.");
  }
}
