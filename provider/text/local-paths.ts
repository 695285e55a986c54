/** Between two names of a path; in JSON, a backslash is two. */
const SEPARATOR = String.raw`[\\/]{1,2}`;
/** The same before all names: two slashes begin the host of a URL. */
const ROOT = String.raw`(?:\/(?!\/)|\\{1,2})`;
const NAME = String.raw`[^\s\\/:*?"'<>|()]+`;
/** A name with spaces is known by what ends it: the next separator, or the end of a quotation. */
const PERSON = `(?:${NAME}(?: ${NAME}){1,3}(?=[\\\\/'")])|${NAME})`;
/** No path begins within a word, a URL or another path. */
const BEGINNING = String.raw`(?<![\w./\\~-])(?:file:(?:\/\/)?)?`;
/** Folders that have those of people in them, under whatever folder: `/mnt/c/Users`, `C:\\Users`. */
const ABOVE_PEOPLE = [
  String.raw`(?:${ROOT}[\w.-]+){0,8}?${ROOT}(?:home|Users)`,
  String.raw`[\\/]?[A-Za-z]:${SEPARATOR}[Uu]sers`,
].join("|");
const { HOME: OWN = process.env["USERPROFILE"] ?? "" } = process.env;
/** This machine's, which may lie anywhere; never the root of all folders, as services have. */
const OWN_HOME = OWN.length < 3 ? "(?!)" : OWN.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
const HOME = new RegExp(
  `${BEGINNING}(?:(?:${ABOVE_PEOPLE})${SEPARATOR}${PERSON}|(?:(?:/private)?(?:/var)?/root|${OWN_HOME})(?![\\w.-]))`,
  "gu",
);
/** Folders before a file's name. */
const FOLDERS = new RegExp(
  `${BEGINNING}(?:(?:~|[\\\\/]?[A-Za-z]:)${SEPARATOR}(?:${NAME}[\\\\/]{1,2})*|${ROOT}(?:${NAME}[\\\\/]{1,2})+)`,
  "gu",
);

/** The text with `~` for the folder of a person on a machine, such as `/home/bob`: it tells a name. */
export function withoutHomes(text: string): string {
  return text.replace(HOME, "~");
}

/** The text with the names of files alone where absolute paths lead to them. */
export function withoutFolders(text: string): string {
  return withoutHomes(text).replace(FOLDERS, "");
}
