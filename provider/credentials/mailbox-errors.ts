import { type Finding, inconclusive, judge, unlisted, type Verdict } from "./finding";
import { type IdentityFailure, printable, type Refusal } from "./outcome";

const NOT_ACCEPTED = inconclusive("even a fresh token is not accepted, though it was given", "lookUp");

const NO_MAILBOX = new Set(["MailboxNotEnabledForRESTAPI", "Request_ResourceNotFound", "ErrorInvalidUser"]);

/** What Microsoft Graph's refusal of a mailbox means; the token was fine. A 401 counts after one fresh token. */
export function judgeGraph(failure: IdentityFailure): Finding {
  return judge(failure, byGraphBody);
}

function byGraphBody({ status, body }: Refusal): Finding {
  const code = printable(body.error, `HTTP ${status}`);
  if (status === 401) return { ...NOT_ACCEPTED, code };
  if (status === 404 && NO_MAILBOX.has(body.error)) {
    // Aliases, groups and mailboxes on premises answer like deleted ones.
    return inconclusive("Microsoft Graph finds no mailbox by this name", "account", code);
  }
  if (status !== 403) return unlisted(code);
  if (/\bAppOnly AccessPolicy\b/u.test(body.description)) {
    return inconclusive(
      "a policy of Exchange keeps the app out of this mailbox in Graph",
      "accessPolicy",
      code,
    );
  }
  const meaning = "the app may not look at the mailbox in Graph, though its sign-in works";
  return { ...inconclusive(meaning, "graphPermission", code), lacksScope: true };
}

/** What Gmail's refusal of a mailbox means; the token was fine. A 401 counts after one fresh token. */
export function judgeGmail(failure: IdentityFailure): Finding {
  return judge(failure, byGmailBody);
}

function byGmailBody({ status, body }: Refusal): Finding {
  const code = printable(body.subtype || body.error, `HTTP ${status}`);
  if (status === 401) return { ...NOT_ACCEPTED, code };
  if (status === 400 && (body.subtype === "failedPrecondition" || body.error === "FAILED_PRECONDITION")) {
    return inconclusive("Gmail does not serve this account", "gmailOff", code);
  }
  if (status === 403) return { health: "unknown", code, ...refusedByGmail(body.subtype, body.description) };
  return unlisted(code);
}

function refusedByGmail(reason: string, description: string): Omit<Verdict, "health"> {
  if (/rateLimitExceeded|quotaExceeded/iu.test(reason)) {
    return { cause: "transient", meaning: "Gmail is asked too often", remedy: "later" };
  }
  if (/delegation denied/iu.test(description)) {
    return inconclusive("the mailbox is not the one that the token acts as", "subject");
  }
  return inconclusive(
    "the credential may not look at the mailbox, though its sign-in works",
    "gmailPermission",
  );
}
