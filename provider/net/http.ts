import type * as Axios from "axios" with { "resolution-mode": "import" };

/**
 * Loads the HTTP library, with what holds for whoever is called. Called on first use: previews without a refresh make no
 * call and shall start fast.
 */
export async function createHttp(
  maxReplyBytes: number,
  settings: Axios.CreateAxiosDefaults = {},
): Promise<Axios.AxiosInstance> {
  const { default: axios } = await import("axios");
  return axios.create({
    adapter: "http",
    // A redirect would carry the token to wherever it points.
    maxRedirects: 0,
    // After decompression.
    maxContentLength: maxReplyBytes,
    responseType: "text",
    // Bodies are parsed by their schema; a gateway's HTML is no JSON.
    transformResponse: [(body: unknown) => body],
    headers: { "User-Agent": "pulumi-vcc" },
    ...settings,
  });
}
