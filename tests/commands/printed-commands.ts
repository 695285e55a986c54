/** A command that people are told to run, as `commandsIn` names it. */
export interface PrintedCommand {
  readonly command: string;
  readonly provenBy: Proof;
}

/** The test that runs it and shows that it does what is promised, by file and name; or why there is none. */
type Proof = { readonly file: string; readonly test: string } | { readonly reason: string };

const ENGINE = "tests/engine";
const remedies = (test: string): Proof => ({ file: `${ENGINE}/remedies.test.ts`, test });
const README_PATH: Proof = {
  file: "tests/examples/new.test.ts",
  test: "README's path leads from an empty folder and the tarball to a made, broken and mended inbox",
};
const EVERY_TEMPLATE: Proof = { file: README_PATH.file, test: "$template" };
const TAKEN_UP: Proof = {
  file: `${ENGINE}/export.test.ts`,
  test: "is taken up without a call, and up has nothing to change; exported again, it has the same bytes",
};
const STACK_SECRET: Proof = {
  file: "tests/cli/login/google.test.ts",
  test: "a sign-in ends in a stack secret, whose value goes through standard input alone",
};
const APPLIED: Proof = {
  file: `${ENGINE}/pipelines-to-copy.test.ts`,
  test: "the job that applies makes the stack, finds nothing left to change, and does nothing when it runs again",
};

const UP_COMMAND: Proof = {
  file: `${ENGINE}/up-command.test.ts`,
  test: "a new stack is applied by one command; killed half way, the next one takes up what it had made",
};

const TRIED: Proof = {
  file: "tests/cli/contract-trial.test.ts",
  test: "what doesn't hold is written into the profile under its seal, and is what the next program goes by",
};

/** Every command that is printed or shown, in alphabetical order. */
export const PRINTED_COMMANDS: readonly PrintedCommand[] = [
  { command: "npm ci", provenBy: README_PATH },
  { command: "npm cit", provenBy: { reason: "It runs the tests, these among them." } },
  { command: "npm install", provenBy: README_PATH },
  { command: "npm pack", provenBy: README_PATH },
  {
    command: "npm run",
    provenBy: {
      reason:
        "Scripts of this repository, which the whole test runs, or of minutes; and npm run pulumi -- with any command.",
    },
  },
  { command: "npm run pulumi -- config set --secret", provenBy: README_PATH },
  { command: "npm run pulumi -- destroy --yes", provenBy: README_PATH },
  { command: "npm run pulumi -- preview --refresh --diff", provenBy: README_PATH },
  { command: "npm run pulumi -- stack select --create", provenBy: EVERY_TEMPLATE },
  { command: "npm run pulumi -- up --refresh --yes", provenBy: README_PATH },
  { command: "npm run pulumi -- up --yes", provenBy: EVERY_TEMPLATE },
  { command: "npm start", provenBy: README_PATH },
  { command: "npm test", provenBy: { reason: "It runs the tests, these among them." } },
  {
    command: "npx pulumi-vcc doctor",
    provenBy: {
      file: "tests/cli/doctor/process.test.ts",
      test: "as a program it prints one JSON document and ends with its exit code",
    },
  },
  { command: "npx pulumi-vcc export --out", provenBy: TAKEN_UP },
  {
    command: "npx pulumi-vcc login",
    provenBy: {
      file: "tests/cli/login/again.test.ts",
      test: "whoever signs in again names the mailbox alone",
    },
  },
  {
    command: "npx pulumi-vcc login --expiring --open",
    provenBy: {
      file: "tests/cli/login/many.test.ts",
      test: "those that end soon, or have ended, are signed in to one after the other",
    },
  },
  { command: "npx pulumi-vcc login --provider --client-id", provenBy: STACK_SECRET },
  { command: "npx pulumi-vcc login --provider --client-id --stack-secret", provenBy: STACK_SECRET },
  {
    command: "npx pulumi-vcc login --provider --tenant",
    provenBy: {
      file: "tests/cli/login/microsoft.test.ts",
      test: "the credential names tenant, client and place",
    },
  },
  { command: "npx pulumi-vcc new", provenBy: README_PATH },
  { command: "npx pulumi-vcc new --template", provenBy: EVERY_TEMPLATE },
  {
    command: "npx pulumi-vcc drift",
    provenBy: {
      file: `${ENGINE}/report.test.ts`,
      test: "what somebody did in VCC is drift, and no change of the program",
    },
  },
  {
    command: "npx pulumi-vcc report --run",
    provenBy: {
      file: `${ENGINE}/report.test.ts`,
      test: "a program that changes nothing is told as that, and a stack as it should be has no drift",
    },
  },
  {
    command: "npx pulumi-vcc report --run --fleet",
    provenBy: {
      file: "tests/pipelines/report.test.ts",
      test: "a rule that the change switches off is told as new",
    },
  },
  {
    command: "npx pulumi-vcc report --run --account",
    provenBy: {
      file: `${ENGINE}/report.test.ts`,
      test: "with --account, the mappings of others are read with the stack's own settings",
    },
  },
  {
    command: "npx pulumi-vcc report --run --format --out",
    provenBy: {
      file: `${ENGINE}/report.test.ts`,
      test: "another mailbox is told in every form, and --out keeps it in a file",
    },
  },
  {
    command: "npx pulumi-vcc report --event-log",
    provenBy: {
      file: "tests/cli/report.test.ts",
      test: "a digest with the event log of its run lacks nothing; alone it says what it lacks",
    },
  },
  {
    command: "npx pulumi-vcc report --fail-on",
    provenBy: {
      file: "tests/cli/report.test.ts",
      test: "of unrouted mail, a report that fails on $level ends with $exitCode",
    },
  },
  {
    command: "npx pulumi-vcc render --environment",
    provenBy: {
      file: "tests/fleet/commands.test.ts",
      test: "prints what the environment comes to; warnings go apart",
    },
  },
  {
    command: "npx pulumi-vcc render --environment --format",
    provenBy: {
      file: "tests/fleet/commands.test.ts",
      test: "draws the mail's ways as a picture, and nothing of a file that has errors",
    },
  },
  {
    command: "npx pulumi-vcc route",
    provenBy: {
      file: "tests/cli/route/account.test.ts",
      test: "a tie is decided by what was modified last, and the account's mappings are named as such",
    },
  },
  {
    command: "npx pulumi-vcc route --fleet --environment",
    provenBy: {
      file: "tests/cli/route/fleet.test.ts",
      test: "the first line answers, then come the ranks and the data sources, of the fleet file",
    },
  },
  {
    command: "npx pulumi-vcc simulate",
    provenBy: {
      file: "tests/simulator/simulate-command.test.ts",
      test: "%s ends it cleanly, after it has told how to use it",
    },
  },
  { command: "npx pulumi-vcc simulate expire", provenBy: README_PATH },
  {
    command: "npx pulumi-vcc simulate key",
    provenBy: {
      file: "tests/simulator/simulate-command.test.ts",
      test: "a folder's own account is steered, and told; its key alone is for any simulator",
    },
  },
  {
    command: "npx pulumi-vcc contract check --contract",
    provenBy: {
      file: "tests/cli/contract.test.ts",
      test: "with what the collection tells, one check finds the rest, and the next one finds nothing",
    },
  },
  {
    command: "npx pulumi-vcc contract check --out",
    provenBy: {
      file: "tests/cli/contract.test.ts",
      test: "with what the collection tells, one check finds the rest, and the next one finds nothing",
    },
  },
  {
    command: "npx pulumi-vcc contract check --contract --out",
    provenBy: {
      file: "tests/cli/contract.test.ts",
      test: "with what the collection tells, one check finds the rest, and the next one finds nothing",
    },
  },
  { command: "npx pulumi-vcc contract trial --contract --out --mailbox --confirm --plan", provenBy: TRIED },
  { command: "npx pulumi-vcc contract trial", provenBy: TRIED },
  {
    command: "npx pulumi-vcc contract trial --undo --mailbox --confirm",
    provenBy: {
      file: "tests/cli/contract-trial.test.ts",
      test: "what it couldn't delete is told, ends with 2, and goes with --undo",
    },
  },
  { command: "npx pulumi-vcc contract trial --mailbox --confirm --plan", provenBy: TRIED },
  {
    command: "npx pulumi-vcc contract check",
    provenBy: {
      file: "tests/cli/contract.test.ts",
      test: "an account as built in: exit code 0, and what only a write can tell is no part of that",
    },
  },
  { command: "npx pulumi-vcc contract trial --out", provenBy: TRIED },
  {
    command: "npx pulumi-vcc contract discover --out",
    provenBy: {
      file: "tests/cli/contract.test.ts",
      test: "what a collection proposes is written beside what the profile says, and the next check reads it",
    },
  },
  {
    command: "npx pulumi-vcc contract check --report",
    provenBy: {
      file: "tests/cli/contract.test.ts",
      test: "a report is written beside the result, which says where it is; the docs show a part of it",
    },
  },
  { command: "npx pulumi-vcc simulate run", provenBy: README_PATH },
  {
    command: "npx pulumi-vcc simulate run --contract",
    provenBy: {
      file: "tests/cli/contract.test.ts",
      test: "simulate run --contract: the account speaks the profile, and what is run reads it",
    },
  },
  {
    command: "pulumi destroy",
    provenBy: {
      file: `${ENGINE}/lifecycle.test.ts`,
      test: "the whole stack is destroyed in the order that VCC demands",
    },
  },
  { command: "npx pulumi-vcc up", provenBy: UP_COMMAND },
  { command: "npx pulumi-vcc up --refresh --yes --stack", provenBy: UP_COMMAND },
  {
    command: "npx pulumi-vcc validate",
    provenBy: {
      file: "tests/fleet/commands.test.ts",
      test: "checks every environment, with the configuration that lies beside the file",
    },
  },
  {
    command: "npx pulumi-vcc validate --format",
    provenBy: {
      file: "tests/fleet/validate-formats.test.ts",
      test: "validate --format github prints an annotation for each problem, and nothing where there is none",
    },
  },
  {
    command: "npx pulumi-vcc validate --format --out",
    provenBy: {
      file: "tests/fleet/validate-formats.test.ts",
      test: "writes %s to the file, and prints the sum",
    },
  },
  { command: "pulumi config", provenBy: { reason: "Names what failed; nobody is told to run it." } },
  {
    command: "pulumi config set",
    provenBy: remedies(
      "a value that a fleet file takes from the stack is missing: it is set as the error says",
    ),
  },
  {
    command: "pulumi config set --secret",
    provenBy: remedies("a stack secret that a credential points to is missing: it is set as the error says"),
  },
  { command: "pulumi import --file --generate-code --protect --yes", provenBy: TAKEN_UP },
  { command: "pulumi import --generate-code --protect --yes", provenBy: TAKEN_UP },
  { command: "pulumi login", provenBy: { reason: "It is about a person's own account of Pulumi." } },
  {
    command: "pulumi preview",
    provenBy: { file: TAKEN_UP.file, test: "signatures alone can be taken up as a program" },
  },
  {
    command: "pulumi preview --json",
    provenBy: {
      file: `${ENGINE}/report-fixtures.test.ts`,
      test: "the engine still prints what the fixture %s has",
    },
  },
  {
    command: "pulumi preview --json --refresh --show-sames --show-replacement-steps",
    provenBy: {
      file: `${ENGINE}/report-fixtures.test.ts`,
      test: "the engine still prints what the fixture %s has",
    },
  },
  {
    command: "pulumi preview --json --refresh --show-sames --show-replacement-steps --event-log",
    provenBy: {
      file: `${ENGINE}/report-fixtures.test.ts`,
      test: "the engine still prints what the fixture %s has",
    },
  },
  {
    command: "pulumi preview --refresh --diff",
    provenBy: remedies(
      "a mailbox that VCC is no longer signed in to ends a pipeline's look for drift with 7, and is signed in again by the command that was printed",
    ),
  },
  {
    command: "pulumi preview --refresh --expect-no-changes",
    provenBy: remedies(
      "a mailbox that VCC is no longer signed in to ends a pipeline's look for drift with 7, and is signed in again by the command that was printed",
    ),
  },
  { command: "pulumi preview --refresh --expect-no-changes --stack", provenBy: APPLIED },
  { command: "pulumi stack export", provenBy: { reason: "Names what failed; nobody is told to run it." } },
  {
    command: "pulumi stack export --show-secrets",
    provenBy: { reason: "Named as what shows a stack's secrets; nobody is told to run it." },
  },
  {
    command: "pulumi stack init",
    provenBy: { file: `${ENGINE}/lifecycle.test.ts`, test: "is previewed without any API call" },
  },
  {
    command: "pulumi stack ls",
    provenBy: { reason: "It lists what the backend has, and takes nothing else." },
  },
  {
    command: "pulumi stack rename",
    provenBy: {
      file: `${ENGINE}/ownership.test.ts`,
      test: "gives names that are known from then on, and moves with the state to another backend and another name",
    },
  },
  {
    command: "pulumi stack rm --force",
    provenBy: {
      file: `${ENGINE}/ownership.test.ts`,
      test: "gives names that are known from then on, and moves with the state to another backend and another name",
    },
  },
  {
    command: "pulumi cancel",
    provenBy: {
      file: `${ENGINE}/simultaneous.test.ts`,
      test: "a lock that a killed run has left: each run says pulumi cancel, after which the next takes up what there is",
    },
  },
  {
    command: "pulumi state delete",
    provenBy: {
      file: `${ENGINE}/ownership.test.ts`,
      test: "whose resource was renamed survives the deletion of the old one in a later run with targets",
    },
  },
  {
    command: "pulumi up",
    provenBy: {
      file: `${ENGINE}/credentials.test.ts`,
      test: "in CI the address is recorded, the link is in the error, and the next up goes on",
    },
  },
  {
    // Printed as what to leave out.
    command: "pulumi up --parallel",
    provenBy: { file: `${ENGINE}/handovers.test.ts`, test: "with --parallel 1" },
  },
  {
    command: "pulumi up --refresh",
    provenBy: remedies(
      "a mailbox that VCC is no longer signed in to ends a pipeline's look for drift with 7, and is signed in again by the command that was printed",
    ),
  },
  {
    command: "pulumi up --target",
    provenBy: {
      file: `${ENGINE}/ownership.test.ts`,
      test: "that a target leaves out: preview and up name the target to add, and with it the run works",
    },
  },
  { command: "pulumi up --refresh --yes --stack", provenBy: APPLIED },
];
