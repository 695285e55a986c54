import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { commandsIn } from "../support/commands-in";
import { documents, filesBelow, read } from "../support/documents";
import { REPOSITORY } from "../support/repository";
import { PRINTED_COMMANDS } from "./printed-commands";

/** The texts of a program that can be printed, `…` where a value goes. */
function stringsOf(path: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…"));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true));
  return texts;
}

function printedCommands(): string[] {
  const printed = filesBelow("provider").flatMap(stringsOf);
  const shown = [...documents(), ...filesBelow("examples")].map(read);
  return [...new Set([...printed, ...shown].flatMap(commandsIn))].sort();
}

test("every command that the product prints, or the documents and examples show, has a test that runs it", () => {
  // One is new: prove it in a test, and name that test in printed-commands.ts. One is gone: take it out there.
  expect(PRINTED_COMMANDS.map(({ command }) => command).sort()).toEqual(printedCommands());
});

test.each(PRINTED_COMMANDS)("$command is run by a test that is there, or says why not", ({ provenBy }) => {
  if ("reason" in provenBy) {
    expect(provenBy.reason).toMatch(/\w.*\.$/u);
    return;
  }
  expect(existsSync(join(REPOSITORY, provenBy.file))).toBe(true);
  expect(read(provenBy.file)).toContain(JSON.stringify(provenBy.test));
});

test.each([
  { text: "Run pulumi up --refresh: it notices.", commands: ["pulumi up --refresh"] },
  { text: "put it there, and run pulumi up.", commands: ["pulumi up"] },
  {
    text: 'Set it with "pulumi config set --secret vcc:x …" or X.',
    commands: ["pulumi config set --secret"],
  },
  { text: "npm ci && npx ./pulumi-vcc-0.1.0.tgz new x # y", commands: ["npm ci", "npx pulumi-vcc new"] },
  { text: "npm run pulumi -- up --refresh --yes", commands: ["npm run pulumi -- up --refresh --yes"] },
  { text: 'import * as pulumi from "@pulumi/pulumi"; pulumi.log', commands: [] },
])("commands in: $text", ({ text, commands }) => {
  expect(commandsIn(text)).toEqual(commands);
});
