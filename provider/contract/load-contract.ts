import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { Contract } from "../../schema/contract/contract";
import { PLACEHOLDER } from "../../schema/contract/path";
import { ContractProfile } from "../../schema/contract/profile";
import { showValue } from "../../schema/rule";
import { ConfigError } from "../errors";
import { explainUnread, readText } from "../files/read-text";
import { toProblems } from "../fleet/load/issues";
import { problemAt } from "../fleet/source/locate";
import { parseSource } from "../fleet/source/parse-source";
import { type Path, type SourceNode, toValue } from "../fleet/source/source-node";
import { fileProblem, gatherProblems, type Problem, renderProblem } from "../fleet/problem";
import { contractHostProblem, contractHosts } from "../settings/secret-urls";
import { findSetting, placesOf, type SettingSources } from "../settings/setting-sources";
import { isSetting } from "../settings/settings";
import { isRecord } from "../values/records";

const DIGEST_DIGITS = 12;
/** Put in by the client, not by a setting. */
const OF_THE_CLIENT: readonly string[] = ["id"];

/** A contract profile that was read. */
export interface ReadProfile {
  /** As it is written, with placeholders. */
  readonly profile: ContractProfile;
  /** `sha256:` and the first 12 digits, of what it says and not of how it is written. */
  readonly digest: string;
  readonly root: SourceNode;
  readonly text: string;
}

/** How a profile is read. */
export interface ReadOptions {
  /** True to leave out results of a trial that were of another profile, instead of refusing them: for another trial. */
  readonly forgetsTrial?: boolean;
}

/** The profile in a text, or what is wrong with it. */
export function parseProfile(
  file: string,
  text: string,
  { forgetsTrial = false }: ReadOptions = {},
): ReadProfile | { readonly problems: readonly Problem[] } {
  const { root, problems } = parseSource(file, text, "a contract profile");
  if (root === undefined) return { problems };
  const value = toValue(root);
  const parsed = ContractProfile.safeParse(value ?? {});
  if (!parsed.success) return { problems: gatherProblems(toProblems(file, root, parsed.error.issues)) };
  const { $schema: _schema, ...profile } = parsed.data;
  const unsealed = sealProblem(profile);
  if (unsealed !== undefined && forgetsTrial) {
    const left = withoutTrial(profile);
    return { profile: left, digest: digestOf(left), root, text };
  }
  if (unsealed !== undefined)
    return { problems: [problemAt({ file, root }, unsealed.path, unsealed.message)] };
  return { profile, digest: digestOf(profile), root, text };
}

/** Reads a profile. Error: a `ConfigError` with each problem at its line and column. */
export function readProfile(file: string, folder: string, options?: ReadOptions): ReadProfile {
  const read = readText(resolve(folder, file));
  if (!("text" in read)) {
    const next = `Give its path relative to ${folder}.`;
    const message = explainUnread("a contract profile", showValue(file), read, next);
    throw unusable([fileProblem(file, { line: 1, column: 1 }, [], message)]);
  }
  const result = parseProfile(file, read.text, options);
  if ("problems" in result) throw unusable(result.problems);
  return result;
}

/**
 * The contract in a file, relative to the folder. Its placeholders are filled with settings.
 * Error: a `ConfigError`, also for a host that secrets would go to and nobody in the environment has agreed to.
 */
export function loadContract(
  file: string,
  folder: string,
  sources: SettingSources,
  options?: ReadOptions,
): Contract {
  const { profile, digest, root } = readProfile(file, folder, options);
  const problems: Problem[] = [];
  const report = (path: Path, message: string) => problems.push(problemAt({ file, root }, path, message));
  for (const { api, url } of contractHosts(profile)) {
    const problem = contractHostProblem(url, sources);
    if (problem !== undefined) report(["apis", api, "baseUrl"], problem);
  }
  const filled = filledIn(profile, [], (name, path) => {
    const value = valueOf(name, sources);
    if ("value" in value) return value.value;
    report(path, value.problem);
    return "";
  });
  if (problems.length > 0) throw unusable(gatherProblems(problems));
  return new Contract(filled as ContractProfile, { file, digest });
}

/** Value of a placeholder: the setting of its name, as one segment of a path. */
function valueOf(
  name: string,
  sources: SettingSources,
): { readonly value: string } | { readonly problem: string } {
  const places = placesOf(name, sources);
  if (isSetting(name))
    return {
      problem: `a placeholder of a name of its own, got {${name}}, which is a setting of the provider. Rename it.`,
    };
  const { value } = findSetting(name, sources) ?? {};
  if (value === undefined)
    return { problem: `a setting for each placeholder, got none for {${name}}. Set it with ${places}.` };
  if (/^[\w~-][\w.~-]{0,199}$/u.test(value)) return { value };
  return {
    problem: `a segment of a path in the setting vcc:${name}: letters, digits, . _ ~ and -, got text of ${value.length} characters with others. Correct it with ${places}.`,
  };
}

/** The profile with values for its placeholders, which stand in paths alone. */
function filledIn(part: unknown, path: Path, fill: (name: string, path: Path) => string): unknown {
  if (isRecord(part))
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, filledIn(value, [...path, key], fill)]),
    );
  if (typeof part !== "string" || !part.startsWith("/")) return part;
  return part.replaceAll(PLACEHOLDER, (placeholder, name: string) =>
    OF_THE_CLIENT.includes(name) ? placeholder : fill(name, path),
  );
}

/** Seal of a trial's results: they hold for what the profile says besides, and for nothing else. */
export function trialSeal({ trial: _trial, ...rest }: ContractProfile): string {
  return digestOf(rest);
}

function withoutTrial({ trial: _trial, kinds, ...rest }: ContractProfile): ContractProfile {
  const left = Object.entries(kinds ?? {}).map(([kind, told]) => {
    const { semantics: _semantics, ...others } = told ?? {};
    return [kind, told === null ? null : others];
  });
  return { ...rest, ...(kinds && { kinds: Object.fromEntries(left) as ContractProfile["kinds"] }) };
}

/** Results of a trial that nobody tried: written by hand, or those of another contract. */
function sealProblem(
  profile: ContractProfile,
): { readonly path: Path; readonly message: string } | undefined {
  const [kind] = Object.entries(profile.kinds ?? {}).find(([, told]) => told?.semantics !== undefined) ?? [];
  const isSealed = profile.trial === trialSeal(profile);
  if (isSealed || (kind === undefined && profile.trial === undefined)) return undefined;
  if (kind === undefined)
    return {
      path: ["trial"],
      message: "the seal of results, got one without any. Remove it.",
    };
  const message =
    "results of a trial of just this profile, got some whose seal, trial, isn't there or is of another one. Run npx pulumi-vcc contract trial --out, or remove all semantics and trial.";
  return { path: ["kinds", kind, "semantics"], message };
}

function digestOf(profile: ContractProfile): string {
  const text = JSON.stringify(profile, (_key, value: unknown) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return `sha256:${createHash("sha256").update(text).digest("hex").slice(0, DIGEST_DIGITS)}`;
}

function unusable(problems: readonly Problem[]): ConfigError {
  return new ConfigError("VCC_CONTRACT_INVALID", "The contract profile can't be used:", {
    lines: problems.map(renderProblem),
  });
}
