import type * as Axios from "axios" with { "resolution-mode": "import" };

/** The package's one HTTP client, with axios-retry running its loop. */
export type Http = Axios.AxiosInstance;
export type HttpConfig = Axios.AxiosRequestConfig;
export type HttpError = Axios.AxiosError;
export type HttpResponse = Axios.AxiosResponse;

/** Most that is read of a reply, after decompression: a page of 5,000 objects of 12 kB. Source: our choice. */
export const MAX_REPLY_BYTES = 64_000_000;

let loading: Promise<Http> | undefined;

/** Loaded at the first call, not with this module: previews without a refresh make no call and shall start fast. */
export function loadHttp(): Promise<Http> {
  loading ??= createHttp();
  return loading;
}

async function createHttp(): Promise<Http> {
  const [{ default: axios }, { default: axiosRetry }] = await Promise.all([
    import("axios"),
    import("axios-retry"),
  ]);
  const http = axios.create({
    adapter: "http",
    // A redirect would carry the bearer token to wherever it points.
    maxRedirects: 0,
    maxContentLength: MAX_REPLY_BYTES,
    responseType: "text",
    // Bodies are parsed by their schema; a gateway's HTML is no JSON.
    transformResponse: [(body: unknown) => body],
    headers: { "User-Agent": "pulumi-vcc" },
  });
  axiosRetry(http, { retryDelay: () => 0 });
  return http;
}
