import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { SIGNATURE } from "../../../schema/email-signature";
import { MAX_PAGE_SIZE, USUAL_PAGE_SIZE } from "../../../schema/limits";
import {
  type Claim,
  fieldsClaim,
  listKeyClaim,
  nameLimitClaim,
  oneClaim,
  pathClaim,
  scopeClaim,
  versionClaim,
} from "./claim";
import { confirmed, untold } from "./finding";
import { judgeDataSources, judgeWords } from "./judge-fields";
import {
  firstPages,
  judgeEmptyList,
  judgeFirstPage,
  judgeMeta,
  judgePageSize,
  judgePlanIds,
  judgeSettings,
  judgeSignaturePath,
  judgeTotals,
} from "./judge-lists";
import { judgeLimit, judgeUnique } from "./judge-values";

const isInBlock = (block: string) => (field: string) => field.startsWith(`${block}.`);
const isAuthentication = isInBlock("authentication");
const isTesting = isInBlock("testing");

/** All claims that reading can tell something of, in the order of their numbers. */
export const CLAIMS: readonly Claim[] = [
  scopeClaim("C01", "email", ["emailAddress", "emailProfile"]),
  scopeClaim("C02", "interactionplanmanager", ["interactionPlanMapping"]),
  versionClaim("C05", "email", ["emailAddress", "emailProfile"]),
  versionClaim("C06", "interactionplanmanager", ["interactionPlanMapping"]),
  {
    id: "C11",
    text: () => "totalCount is the number of all objects",
    toldBy: "read",
    judge: judgeTotals,
  },
  {
    id: "C13",
    text: () => "pageCount is 0 for an empty list",
    toldBy: "chance",
    judge: judgeEmptyList,
  },
  {
    id: "C18",
    text: () => "an account without the email channel answers 403, FeatureNotProvisioned",
    toldBy: "chance",
    judge: (survey) =>
      survey.lists.some(({ outcome }) => outcome === "notProvisioned")
        ? confirmed()
        : untold("this account has the channel, or doesn't say so"),
  },
  pathClaim("C26", "emailAddress"),
  listKeyClaim("C27", "emailAddress"),
  oneClaim("C28", "emailAddress"),
  fieldsClaim("C30", "emailAddress", {
    what: "the fields of an email address",
    of: (field) => !isAuthentication(field),
  }),
  {
    id: "C31",
    text: () => "an address is unique in the account, compared without case",
    toldBy: "write",
    judge: (survey, contract) => judgeUnique(survey, contract, "emailAddress", "emailAddress"),
  },
  nameLimitClaim("C34", "emailAddress", "name"),
  {
    id: "C35",
    text: (contract) =>
      `descriptions have at most ${contract.limit("emailAddress", "description")?.most} characters`,
    toldBy: "write",
    judge: (survey, contract) => judgeLimit(survey, contract, "emailAddress", "description"),
  },
  fieldsClaim("C43", "emailAddress", { what: "the fields of a sign-in", of: isAuthentication }),
  {
    id: "C64",
    about: ["emailSignature"],
    text: (contract) => `the signature is at ${contract.partPath(EMAIL_ADDRESSES, SIGNATURE)}`,
    toldBy: "read",
    judge: judgeSignaturePath,
  },
  fieldsClaim("C65", "emailSignature", { what: "the fields of a signature", of: () => true }),
  {
    id: "C66",
    about: ["emailSignature"],
    text: () => "GET of a signature answers 404 where there is none",
    toldBy: "chance",
    judge: ({ signatures: { outcomes } }) =>
      outcomes.includes("read") && outcomes.includes("notFound")
        ? confirmed()
        : untold("not both an address with a signature and one without were read"),
  },
  {
    id: "C69",
    about: ["emailSignature"],
    text: (contract) => `a signature has at most ${contract.limit("emailSignature", "html")?.most} bytes`,
    toldBy: "write",
    judge: (survey, contract) => judgeLimit(survey, contract, "emailSignature", "html"),
  },
  pathClaim("C71", "emailProfile"),
  listKeyClaim("C72", "emailProfile"),
  fieldsClaim("C74", "emailProfile", { what: "the fields of an email profile", of: () => true }),
  {
    id: "C75",
    about: ["emailProfile"],
    text: () => "the name of an email profile is unique in the account",
    toldBy: "write",
    judge: (survey, contract) => judgeUnique(survey, contract, "emailProfile", "name"),
  },
  nameLimitClaim("C76", "emailProfile", "name"),
  {
    id: "C77",
    about: ["emailProfile"],
    text: () => "settings are an open map of texts, numbers and booleans",
    toldBy: "read",
    judge: judgeSettings,
  },
  pathClaim("C79", "interactionPlanMapping"),
  listKeyClaim("C80", "interactionPlanMapping"),
  nameLimitClaim("C82", "interactionPlanMapping", "mappingName"),
  fieldsClaim("C83", "interactionPlanMapping", {
    what: "a mapping has a priority",
    of: (field) => field === "priority",
  }),
  fieldsClaim("C84", "interactionPlanMapping", {
    what: "a mapping may have a testing block",
    of: (field) => field === "testing",
    toldBy: "chance",
  }),
  fieldsClaim("C86", "interactionPlanMapping", {
    what: "the fields of a testing block",
    of: isTesting,
    toldBy: "chance",
  }),
  {
    id: "C87",
    about: ["interactionPlanMapping"],
    text: (contract) => `data sources of a mapping are a ${contract.dataSources("interactionPlanMapping")}`,
    toldBy: "read",
    judge: (survey, contract) => judgeDataSources(survey, contract, "interactionPlanMapping"),
  },
  {
    id: "C90",
    about: ["interactionPlanMapping"],
    text: () => "replies spell ids of plans in lower case, everywhere",
    toldBy: "read",
    judge: judgePlanIds,
  },
  fieldsClaim("C91", "interactionPlanMapping", {
    what: "the other fields of a mapping",
    of: (field) => field !== "priority" && field !== "testing" && !isTesting(field),
  }),
  oneClaim("C92", "emailProfile"),
  oneClaim("C93", "interactionPlanMapping"),
  {
    id: "C94",
    text: (contract) => `data sources of an address are a ${contract.dataSources("emailAddress")}`,
    toldBy: "read",
    judge: (survey, contract) => judgeDataSources(survey, contract, "emailAddress"),
  },
  {
    id: "C95",
    text: () => "the words of a sign-in's status",
    toldBy: "read",
    judge: (survey, contract) => judgeWords(survey, contract, "authentication.status"),
  },
  {
    id: "C96",
    text: () => "the words of the service name for reports",
    toldBy: "read",
    judge: (survey, contract) => judgeWords(survey, contract, "serviceNameForReports"),
  },
  scopeClaim("C97", "useradmin", ["interactionPlan"]),
  versionClaim("C98", "useradmin", ["interactionPlan"]),
  pathClaim("C99", "interactionPlan"),
  listKeyClaim("C100", "interactionPlan"),
  fieldsClaim("C101", "interactionPlan", { what: "the fields of an interaction plan", of: () => true }),
  {
    id: "C102",
    text: () => "a list has meta with pageCount and totalCount",
    toldBy: "read",
    judge: judgeMeta,
  },
  {
    id: "C103",
    text: (contract) => `the first page of a list is ${firstPages(contract)}`,
    toldBy: "read",
    judge: judgeFirstPage,
  },
  {
    id: "C104",
    text: (contract) =>
      `a page holds ${contract.api("email").pageSize ?? USUAL_PAGE_SIZE} objects (at most ${MAX_PAGE_SIZE})`,
    toldBy: "read",
    judge: judgePageSize,
  },
];
