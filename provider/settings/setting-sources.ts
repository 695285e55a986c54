/** Sources of settings: the stack's configuration, which is repository content, and the environment, which wins. */
export interface SettingSources {
  /** By the full key, such as `vcc:apiBaseUrl`; undefined for a command that reads no stack. */
  readonly config: ((key: string) => string | undefined) | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** `clientId` as the environment spells it: `VCC_CLIENT_ID`. */
export function environmentName(setting: string): string {
  return `VCC_${setting.replace(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Where a setting can be set so that these sources have it, for a person to read. */
export function placesOf(
  setting: string,
  { config }: Pick<SettingSources, "config">,
  isSecret = false,
): string {
  const variable = environmentName(setting);
  if (config === undefined) return variable;
  return `"pulumi config set ${isSecret ? "--secret " : ""}vcc:${setting} …" or ${variable}`;
}

/** A setting that somebody gave. */
export interface FoundSetting {
  /** Without white space around it. */
  readonly value: string;
  /** Name of the variable or key, such as `VCC_API_BASE_URL` or `vcc:apiBaseUrl`. */
  readonly source: string;
  readonly isOfEnvironment: boolean;
}

/** The setting; undefined where nobody gives it, or only blanks. */
export function findSetting(
  setting: string,
  { config, environment }: SettingSources,
): FoundSetting | undefined {
  const variable = environmentName(setting);
  const ofEnvironment = environment[variable]?.trim() ?? "";
  if (ofEnvironment !== "") return { value: ofEnvironment, source: variable, isOfEnvironment: true };
  const key = `vcc:${setting}`;
  const ofStack = config?.(key)?.trim() ?? "";
  return ofStack === "" ? undefined : { value: ofStack, source: key, isOfEnvironment: false };
}
