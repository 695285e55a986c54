/** Sources of settings: the stack's configuration, which is repository content, and the environment, which wins. */
export interface SettingSources {
  /** By the full key, such as `vcc:apiBaseUrl`. */
  readonly config: (key: string) => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** `clientId` as the environment spells it: `VCC_CLIENT_ID`. */
export function environmentName(setting: string): string {
  return `VCC_${setting.replace(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`;
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
  const ofStack = config(key)?.trim() ?? "";
  return ofStack === "" ? undefined : { value: ofStack, source: key, isOfEnvironment: false };
}
