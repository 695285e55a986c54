import { type Finding, judge, unlisted, type Verdict } from "./finding";
import { type IdentityFailure, printable, type Refusal } from "./outcome";

const REVOKED: Verdict = {
  health: "revoked",
  meaning: "even a fresh token is not accepted",
  remedy: "login",
};

const GRAPH_GONE = new Set(["MailboxNotEnabledForRESTAPI", "Request_ResourceNotFound", "ErrorInvalidUser"]);

/** What Microsoft Graph's refusal of a mailbox means; the token was fine. A 401 counts after one fresh token. */
export function judgeGraph(failure: IdentityFailure): Finding {
  return judge(failure, byGraphBody);
}

function byGraphBody({ status, body }: Refusal): Finding {
  const code = printable(body.error, `HTTP ${status}`);
  if (status === 401) return { ...REVOKED, code };
  if (status === 404 && GRAPH_GONE.has(body.error)) {
    return { health: "mailboxGone", meaning: "there is no such mailbox", remedy: "mailbox", code };
  }
  if (status === 403) {
    const meaning = "the app may not look at the mailbox, though its sign-in works";
    return { health: "unknown", cause: "misconfigured", meaning, remedy: "graphPermission", code };
  }
  return unlisted(code);
}

/** What Gmail's refusal of a mailbox means; the token was fine. A 401 counts after one fresh token. */
export function judgeGmail(failure: IdentityFailure): Finding {
  return judge(failure, byGmailBody);
}

function byGmailBody({ status, body }: Refusal): Finding {
  const code = printable(body.subtype || body.error, `HTTP ${status}`);
  if (status === 401) return { ...REVOKED, code };
  if (status === 400 && (body.subtype === "failedPrecondition" || body.error === "FAILED_PRECONDITION")) {
    return {
      health: "mailboxGone",
      meaning: "Gmail is switched off for the account",
      remedy: "mailbox",
      code,
    };
  }
  if (status === 403) return { health: "unknown", code, ...refusedByGmail(body.subtype, body.description) };
  return unlisted(code);
}

function refusedByGmail(reason: string, description: string): Omit<Verdict, "health"> {
  if (/rateLimitExceeded|quotaExceeded/iu.test(reason)) {
    return { cause: "transient", meaning: "Gmail is asked too often", remedy: "later" };
  }
  if (/delegation denied/iu.test(description)) {
    return {
      cause: "misconfigured",
      meaning: "the mailbox is not the one that the token acts as",
      remedy: "subject",
    };
  }
  const meaning = "the credential may not look at the mailbox, though its sign-in works";
  return { cause: "misconfigured", meaning, remedy: "gmailPermission" };
}
