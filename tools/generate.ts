/** `npm run generate`: writes every generated file. With `--check`, fails where a committed one is out of date. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { API_FOLDER, apiReference } from "./generate/api-reference";
import { cliPage } from "./generate/cli-page";
import { findingsPage } from "./generate/findings-page";
import type { GeneratedFile } from "./generate/generated-file";
import { jsonSchemas } from "./generate/json-schema";

const ROOT = join(__dirname, "..");

async function main(): Promise<void> {
  const files = [...(await jsonSchemas()), await cliPage(), await findingsPage(), ...(await apiReference())];
  if (process.argv.includes("--check")) check(files);
  else write(files);
}

function write(files: readonly GeneratedFile[]): void {
  for (const path of superfluous(files)) rmSync(join(ROOT, path));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}

function check(files: readonly GeneratedFile[]): void {
  const stale = files.filter(({ path, text }) => read(path) !== text).map(({ path }) => path);
  const wrong = [...stale, ...superfluous(files)];
  if (wrong.length === 0) return;
  console.error(`Out of date: ${wrong.join(", ")}. Run npm run generate, and commit what it writes.`);
  process.exitCode = 1;
}

/** Pages of an entry point that is gone. */
function superfluous(files: readonly GeneratedFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  return list(API_FOLDER).filter((path) => !paths.has(path));
}

function list(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return undefined;
  }
}

void main();
