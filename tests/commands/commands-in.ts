/** Verbs of Pulumi that have verbs of their own. */
const GROUPS = ["config", "stack", "state", "plugin", "policy"];
const VERBS = [
  ...GROUPS,
  ...[
    "up",
    "update",
    "preview",
    "refresh",
    "destroy",
    "import",
    "cancel",
    "login",
    "logout",
    "new",
    "install",
  ],
];

const COMMAND = new RegExp(
  [
    String.raw`(?<![\w/.-])(?:pulumi (?:${VERBS.join("|")})\b`,
    String.raw`(?:npx |npm run (?:-s )?)\S*pulumi\S*`,
    String.raw`npm (?:ci|cit|install|start|test|pack|run)\b)`,
  ].join("|"),
  "gu",
);
/** A command ends with its line, its sentence, its quote, or the shell's next command. */
const END = /[.;:](?=\s|$)|[\n(),`"'|&#>]|\s(?:and|then|to|in|signs|prints|has)\s/u;

/**
 * The commands that a text tells people to run, as kinds: program, verbs and flags without values. `pulumi config set
 * --secret vcc:clientSecret …` is `pulumi config set --secret`.
 */
export function commandsIn(text: string): string[] {
  return [...text.matchAll(COMMAND)].map(({ index }) => {
    const rest = text.slice(index);
    const end = END.exec(rest)?.index ?? rest.length;
    return toKind(rest.slice(0, end).trim().split(/\s+/u));
  });
}

function toKind(words: readonly string[]): string {
  const [program = "", ...rest] = words;
  const flags = rest.filter((word) => word.startsWith("--") && word !== "--").map(withoutValue);
  return [program, ...verbsOf(program, rest), ...flags].join(" ");
}

function verbsOf(program: string, rest: readonly string[]): readonly string[] {
  const [first = "", second = ""] = rest;
  if (program === "npx") return [first.replace(/^\.\/.*\.tgz$/u, "pulumi-vcc"), second];
  return program === "pulumi" && GROUPS.includes(first) && /^[a-z][a-z-]*$/u.test(second)
    ? [first, second]
    : [first];
}

function withoutValue(flag: string): string {
  return flag.replace(/[=.,;:].*$/u, "");
}
