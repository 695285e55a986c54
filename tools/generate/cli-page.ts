import { type Command, Option } from "commander";
import { format } from "prettier";
import { commandsOf, createProgram } from "../../provider/cli/program";
import type { GeneratedFile } from "./generated-file";

const INTRODUCTION = `# The command line

This page is made from the commands' own help by \`npm run generate\`.

## Exit codes

They mean the same in every command; a command's section says which of them it has besides 0 and 1.

- \`0\`: done, and nothing is wrong.
- \`1\`: the command failed, or was used wrongly.
- \`2\`: done, and something differs from what was looked for, was refused, or has problems.
- \`3\`: done, and nothing is wrong yet, but something ends soon.
- \`5\`: nobody could tell: no access, no answer in time, or no clear one.

\`simulate run\` ends as the command that it runs.

## JSON

With \`--json\`, or \`--format json\`, a command prints one object to standard output, errors included:

\`\`\`json
{ "schema": "pulumi-vcc/validate/v1", "exitCode": 0, "isValid": true, "files": [] }
\`\`\`

\`\`\`json
{
  "schema": "pulumi-vcc/validate/v1",
  "exitCode": 1,
  "error": { "code": "VCC_ARGUMENT_INVALID", "message": "error: unknown option '--strickt'" }
}
\`\`\`

- \`schema\` names the command and the version of its form. Within a version, fields are added, and never renamed, removed
  or retyped.
- \`exitCode\` is the command's exit code, too.
- \`error\` stands there where the command failed (1), and then nothing else does.

The types are those of \`pulumi-vcc/cli\`: \`DoctorOutput\`, \`ExportOutput\`, \`ValidateOutput\`, \`RenderOutput\`,
\`ReportOutput\`, \`RouteOutput\`, \`ContractCheckOutput\`, \`ContractDiscoverOutput\`, \`ContractTrialOutput\`,
\`RequestsOutput\` and \`FailureOutput\`, with \`EXIT_CODES\`; and \`ContractReport\`, the file of \`contract check --report\`. No secret is in them.
`;

/** The page about the command line, made of what the commands themselves say. */
export async function cliPage(): Promise<GeneratedFile> {
  const sections = [...commandsOf(createProgram())].map(([name, command]) => renderCommand(name, command));
  const text = await format([INTRODUCTION, ...sections].join("\n"), { parser: "markdown", printWidth: 110 });
  return { path: "docs/cli.md", text };
}

function renderCommand(name: string, command: Command): string {
  const items = [...command.registeredArguments, ...command.options].flatMap((each) => {
    const { description, argChoices } = each;
    // A default that is no text or number has words of its own.
    const usual = each.defaultValueDescription ?? (each.defaultValue as string | number | undefined);
    const parts = [
      ...(description === "" ? [] : [description]),
      ...(argChoices === undefined ? [] : [`one of ${argChoices.join(", ")}`]),
      ...(usual === undefined ? [] : [`${usual} if omitted`]),
    ];
    const label = each instanceof Option ? each.flags : each.name();
    return parts.length === 0 ? [] : [`- \`${label}\`: ${parts.join("; ")}`];
  });
  return [
    `## ${name}\n`,
    `\`pulumi-vcc ${name} ${command.usage()}\`: ${command.description()}.\n`,
    ...(items.length === 0 ? [] : [`${items.join("\n")}\n`]),
    ...moreHelp(command).map((text) => `\`\`\`text\n${text}\n\`\`\`\n`),
  ].join("\n");
}

/** Help after arguments and options; none in most commands. */
function moreHelp(command: Command): readonly string[] {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const more = help.slice(command.helpInformation().length).trim();
  return more === "" ? [] : [more];
}
