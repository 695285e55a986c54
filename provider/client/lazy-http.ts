import type * as Axios from "axios" with { "resolution-mode": "import" };
import { createHttp } from "../net/http";

/** The package's one HTTP client, with axios-retry running its loop. */
export type Http = Axios.AxiosInstance;
export type HttpConfig = Axios.AxiosRequestConfig;
export type HttpError = Axios.AxiosError;
export type HttpResponse = Axios.AxiosResponse;

/** Most that is read of a reply, after decompression: a page of 5,000 objects of 12 kB. Source: our choice. */
export const MAX_REPLY_BYTES = 64_000_000;

let loading: Promise<Http> | undefined;

/** Loaded at the first call, not with this module. */
export function loadHttp(): Promise<Http> {
  loading ??= loadRetryingHttp();
  return loading;
}

async function loadRetryingHttp(): Promise<Http> {
  const [http, { default: axiosRetry }] = await Promise.all([
    createHttp(MAX_REPLY_BYTES),
    import("axios-retry"),
  ]);
  axiosRetry(http, { retryDelay: () => 0 });
  return http;
}
