/** Verbs that have verbs of their own. */
const GROUPS = ["config", "stack", "state", "plugin", "policy", "simulate", "contract"];
const PULUMI_VERBS = [
  ...["config", "stack", "state", "plugin", "policy", "up", "update", "preview", "refresh", "destroy"],
  ...["import", "cancel", "login", "logout", "new", "install"],
];
const PROGRAMS = [
  `pulumi (?:${PULUMI_VERBS.join("|")})\\b`,
  String.raw`npx (?:\./)?pulumi-vcc\S*`,
  String.raw`npm run (?:-s )?pulumi -- `,
  String.raw`npm (?:ci|cit|install|start|test|pack|run)\b`,
];
const COMMAND = new RegExp(String.raw`(?<![\w/.@-]|npm run (?:-s )?)(?:${PROGRAMS.join("|")})`, "gu");
/** A command ends with its line, its sentence, its quote, or where the shell's next one or other words begin. */
const END = /[.;:](?=\s|$)|[\n(),`"'|&#>]|\s(?:and|then|to|in|signs)\s/u;

/**
 * The commands that a text tells people to run, as kinds: program, verbs and flags without values. `pulumi config set
 * --secret vcc:clientSecret …` is `pulumi config set --secret`.
 */
export function commandsIn(text: string): string[] {
  return [...text.matchAll(COMMAND)].map(({ index }) => {
    const rest = text.slice(index);
    const end = END.exec(rest)?.index ?? rest.length;
    return toKind(rest.slice(0, end).trim());
  });
}

function toKind(command: string): string {
  const [, wrapper = "", own = command] = /^(npm run )(?:-s )?(pulumi -- .*)$/u.exec(command) ?? [];
  const words = own.replace(/^npx \S+/u, "npx pulumi-vcc").split(/\s+/u);
  const verbs = words.slice(0, words[0] === "pulumi" && words[1] !== "--" ? 2 : words[0] === "npm" ? 2 : 3);
  const last = verbs.at(-1) ?? "";
  const next = words[verbs.length] ?? "";
  const group = GROUPS.includes(last) && /^[a-z][a-z-]*$/u.test(next) ? [next] : [];
  const flags = words.slice(verbs.length).filter((word) => /^--./u.test(word));
  return wrapper + [...verbs, ...group, ...flags.map((flag) => flag.replace(/[=.,;:].*$/u, ""))].join(" ");
}
