import { type ApiName, APIS, MEDIA_TYPE } from "../../../schema/api";
import type { Evidence } from "./decide";
import type { DescribedRequest } from "./described-request";

/** What requests say of the API that they are sent to: versions, media types and scopes belong to it as a whole. */
export function apiEvidence(api: ApiName, requests: readonly DescribedRequest[]): readonly Evidence[] {
  const headers = requests.flatMap(headerOf);
  const reads = requests.filter(({ method }) => method === "GET");
  const writes = requests.filter(({ method }) => method !== "GET");
  return [
    {
      path: ["apis", api, "mediaType"],
      builtIn: MEDIA_TYPE,
      seen: headers.map(({ mediaType, where }) => ({ value: mediaType, where })),
    },
    {
      path: ["apis", api, "version"],
      builtIn: APIS[api].version,
      seen: headers.map(({ version, where }) => ({ value: version, where })),
    },
    { path: ["apis", api, "scopes", "read"], builtIn: APIS[api].scopes.read, seen: reads.flatMap(scopesOf) },
    {
      path: ["apis", api, "scopes", "write"],
      builtIn: APIS[api].scopes.write,
      seen: writes.flatMap(scopesOf),
    },
  ];
}

/** The version in an `Accept` header, and the header's form. */
function headerOf({ accept = "", where }: DescribedRequest) {
  const match = /^(.*?)(\bv|version=)(\d+)\b(.*)$/iu.exec(accept);
  if (match === null) return [];
  const [, before = "", sign = "", version = "", after = ""] = match;
  return [{ mediaType: `${before}${sign}{version}${after}`, version: Number(version), where }];
}

function scopesOf({ scopes, where }: DescribedRequest) {
  return scopes.map((value) => ({ value, where }));
}
