import { type Answer, type Received, startServer } from "../scripted-server";

/** A comment, or an issue, as both forges have it. */
export interface Entry {
  readonly id: number;
  readonly author: string;
  readonly title?: string;
  readonly body: string;
  readonly isOpen: boolean;
  readonly isPullRequest?: boolean;
  /** Comments on an issue. */
  readonly replies: readonly string[];
}

/** What a test has on the forge before. */
export type Given = Pick<Entry, "author" | "body"> & Partial<Entry>;

export type ForgeName = "github" | "gitlab";

/** A forge on this machine, with one pull request and its issues. */
export interface Forge {
  readonly comments: readonly Entry[];
  readonly issues: readonly Entry[];
  /** Method and path of what was written, in order. */
  readonly writes: readonly string[];
  /** What its runner sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly add: (kind: "comments" | "issues", given: readonly Given[]) => void;
  /** Answers requests otherwise from now on, as something between may; undefined: as usual. */
  readonly disturb: (answer: (request: Received) => Answer | undefined) => void;
  readonly close: () => Promise<void>;
}

/** Who writes with the token of the pipeline. */
export const ROBOT = "github-actions[bot]";
export const TOKEN = "forge-token-1f2e3d";
export const NUMBER = "7";
/** Longest body that GitHub takes, in characters. */
const LONGEST_BODY = 65_536;
const MOST_A_PAGE = 100;

/** The words of a forge for what it keeps. */
interface Dialect {
  readonly root: string;
  readonly comments: string;
  readonly comment: RegExp;
  readonly change: "PATCH" | "PUT";
  readonly replies: RegExp;
  readonly usualPage: number;
  readonly isAllowed: (headers: Received["headers"]) => boolean;
  readonly show: (entry: Entry) => object;
  /** Changes that a body asks for. */
  readonly read: (body: Readonly<Record<string, string>>) => Partial<Entry>;
}

const DIALECTS: Readonly<Record<ForgeName, Dialect>> = {
  github: {
    root: "/repos/acme/mail",
    comments: `/issues/${NUMBER}/comments`,
    comment: /^\/issues\/comments\/(\d+)$/u,
    change: "PATCH",
    replies: /^\/issues\/(\d+)\/comments$/u,
    usualPage: 30,
    isAllowed: ({ authorization }) => authorization === `Bearer ${TOKEN}`,
    show: ({ id, author, title, body, isOpen, isPullRequest }) => ({
      id,
      number: id,
      title,
      body,
      user: { login: author },
      state: isOpen ? "open" : "closed",
      ...(isPullRequest === true && { pull_request: { url: "…" } }),
    }),
    read: ({ body, title, state }) => ({
      ...(body !== undefined && { body }),
      ...(title !== undefined && { title }),
      ...(state !== undefined && { isOpen: state !== "closed" }),
    }),
  },
  gitlab: {
    root: "/projects/42",
    comments: `/merge_requests/${NUMBER}/notes`,
    comment: new RegExp(String.raw`^/merge_requests/${NUMBER}/notes/(\d+)$`, "u"),
    change: "PUT",
    replies: /^\/issues\/(\d+)\/notes$/u,
    usualPage: 20,
    isAllowed: (headers) => headers["private-token"] === TOKEN,
    show: ({ id, author, title, body }) => ({
      id: 1_000 + id,
      iid: id,
      title,
      author: { id: author === ROBOT ? 99 : 5 },
      ...(title === undefined ? { id, body } : { description: body }),
    }),
    read: ({ body, title, description, state_event: event }) => ({
      ...((body ?? description) !== undefined && { body: body ?? description }),
      ...(title !== undefined && { title }),
      ...(event !== undefined && { isOpen: event !== "close" }),
    }),
  },
};

interface Kept {
  comments: Entry[];
  issues: Entry[];
}

export async function startForge(name: ForgeName): Promise<Forge> {
  const dialect = DIALECTS[name];
  const kept: Kept = { comments: [], issues: [] };
  const writes: string[] = [];
  let disturbed: (request: Received) => Answer | undefined = () => undefined;
  const server = await startServer({
    answer: (request) => {
      if (!dialect.isAllowed(request.headers)) return { status: 401, body: { message: "no such token" } };
      if (request.method !== "GET") writes.push(`${request.method} ${request.path}`);
      return disturbed(request) ?? answerOf(request, dialect, kept);
    },
  });
  return {
    get comments() {
      return kept.comments;
    },
    get issues() {
      return kept.issues;
    },
    writes,
    environment:
      name === "github"
        ? { GITHUB_ACTIONS: "true", GITHUB_API_URL: server.url, GITHUB_REPOSITORY: "acme/mail" }
        : {
            GITLAB_CI: "true",
            CI_API_V4_URL: server.url,
            CI_PROJECT_ID: "42",
            CI_MERGE_REQUEST_IID: NUMBER,
          },
    add: (kind, given) => {
      for (const one of given) kept[kind].push(toEntry(kept, one));
    },
    disturb: (answer) => {
      disturbed = answer;
    },
    close: () => server.close(),
  };
}

function toEntry({ comments, issues }: Kept, given: Given): Entry {
  return { id: comments.length + issues.length + 1, isOpen: true, replies: [], ...given };
}

function answerOf(request: Received, dialect: Dialect, kept: Kept): Answer {
  if (request.path === "/user") return { body: { id: 99 } };
  if (!request.path.startsWith(`${dialect.root}/`)) return { status: 404, body: { message: "not found" } };
  const path = request.path.slice(dialect.root.length);
  const kind = path === dialect.comments ? "comments" : path === "/issues" ? "issues" : undefined;
  if (kind !== undefined && request.method === "GET") return list(request, dialect, kept[kind]);
  if (request.method === "DELETE") return remove(path, dialect, kept);
  const changes = dialect.read(JSON.parse(request.body) as Record<string, string>);
  if ((changes.body ?? "").length > LONGEST_BODY) return { status: 422, body: { message: "too long" } };
  if (kind !== undefined && request.method === "POST") {
    kept[kind].push(toEntry(kept, { author: ROBOT, body: "", ...changes }));
    return { status: 201, body: {} };
  }
  return change(request, dialect, kept, changes);
}

function list({ query }: Received, { show, usualPage }: Dialect, entries: readonly Entry[]): Answer {
  const size = Math.min(Number(query.get("per_page") ?? usualPage), MOST_A_PAGE);
  const from = (Number(query.get("page") ?? 1) - 1) * size;
  return {
    body: entries
      .filter(({ isOpen }) => isOpen)
      .slice(from, from + size)
      .map(show),
  };
}

/** Removes a comment. A token that may write issues may not always delete them. */
function remove(path: string, { comment }: Dialect, kept: Kept): Answer {
  const id = Number(comment.exec(path)?.[1]);
  const left = kept.comments.filter((entry) => entry.id !== id);
  if (left.length === kept.comments.length) return { status: 403, body: { message: "forbidden" } };
  kept.comments = left;
  return { status: 204 };
}

function change(
  { method, path }: Received,
  { root, comment, change: verb, replies }: Dialect,
  kept: Kept,
  changes: Partial<Entry>,
): Answer {
  const own = path.slice(root.length);
  const idBy = (pattern: RegExp) => Number(pattern.exec(own)?.[1]);
  const replace = (entries: Entry[], id: number, next: (entry: Entry) => Entry): Answer => {
    const index = entries.findIndex((entry) => entry.id === id);
    const found = entries[index];
    if (found === undefined) return { status: 404, body: { message: "not found" } };
    entries[index] = next(found);
    return { body: {} };
  };
  if (method === verb && comment.test(own))
    return replace(kept.comments, idBy(comment), (entry) => ({ ...entry, ...changes }));
  if (method === verb)
    return replace(kept.issues, idBy(/^\/issues\/(\d+)$/u), (entry) => ({ ...entry, ...changes }));
  return replace(kept.issues, idBy(replies), (entry) => ({
    ...entry,
    replies: [...entry.replies, changes.body ?? ""],
  }));
}
