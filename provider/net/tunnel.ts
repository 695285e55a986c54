import { request as requestHttp, type ClientRequest } from "node:http";
import { Agent, request as requestHttps, type RequestOptions } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";
import { proxyFor, type Proxy } from "./proxy";
import { distrustOf } from "./untrusted";

/**
 * Reason why a request got no further than its proxy: it certainly didn't reach its host, and the host didn't answer.
 */
export interface ProxyFault {
  /** The system's code, or `HTTP 407`. */
  readonly code: string;
  /** Description of the fault, as the middle of a sentence. Of the setting, it names the proxy's host alone. */
  readonly meaning: string;
  readonly hint: string;
  /** True if repeating is pointless. */
  readonly isLasting: boolean;
}

/** Tunnel of one request to its host, through the proxy of the environment; undefined where there is none for it. */
export function tunnelTo(target: URL, signal: AbortSignal | undefined): Tunnel | undefined {
  const proxy = proxyFor(target);
  return proxy && new Tunnel(target, proxy, signal);
}

/** The proxy's fault that a request with this agent failed of, if it was one. */
export function faultOf(agent: unknown): ProxyFault | undefined {
  return agent instanceof Tunnel ? agent.fault : undefined;
}

const CHECK_SETTING = "Check HTTPS_PROXY, and NO_PROXY for hosts that are reached without a proxy.";
const HOW_TO_SIGN_IN =
  "Write user and password, percent-encoded, into HTTPS_PROXY: http://user:password@host:port.";
/** Codes of a TLS connection whose other side says something else. */
const NO_TLS = /^(?:EPROTO|ERR_SSL_.*)$/u;
const SPEAK_HTTP =
  "Write http:// before its host in HTTPS_PROXY: that is how this side speaks to the proxy, and what goes through it is encrypted all the same.";
const UNUSABLE_SETTING: ProxyFault = {
  code: "ERR_INVALID_URL",
  meaning: "HTTPS_PROXY holds no URL of an http or https proxy",
  hint: "Write it as http://host:port, or http://user:password@host:port with user and password percent-encoded.",
  isLasting: true,
};

/**
 * An agent for one request: it has the proxy connect to the host (`CONNECT`) and speaks TLS with the host itself. What
 * the proxy answers never passes for an answer of the host.
 */
export class Tunnel extends Agent {
  fault: ProxyFault | undefined;
  readonly #target: URL;
  readonly #proxy: Proxy;
  readonly #signal: AbortSignal | undefined;

  constructor(target: URL, proxy: Proxy, signal: AbortSignal | undefined) {
    super({ keepAlive: false });
    this.#target = target;
    this.#proxy = proxy;
    this.#signal = signal;
  }

  override createConnection(
    options: RequestOptions & ConnectionOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    // There is no stream beside an error, whatever the type says.
    const done = callback as ((error: Error | null, stream?: Duplex) => void) | undefined;
    const fail = (fault: ProxyFault): void => {
      this.fault = fault;
      done?.(new Error(fault.meaning));
    };
    const { url } = this.#proxy;
    if (url === undefined) {
      fail(UNUSABLE_SETTING);
      return;
    }
    // Until it answers, what ends the request is its silence.
    const silent = toFault(url, "ETIMEDOUT");
    this.fault = silent;
    const asking = this.#ask(url);
    asking.once("connect", ({ statusCode = 0 }, socket: Duplex) => {
      if (statusCode >= 200 && statusCode < 300) {
        this.fault = undefined;
        done?.(null, connect({ ...options, socket }));
        return;
      }
      socket.destroy();
      fail(this.#refusal(url, statusCode));
    });
    asking.on("error", (error: NodeJS.ErrnoException) => {
      fail(this.#signal?.aborted === true ? silent : toFault(url, error.code ?? error.name));
    });
    asking.end();
  }

  #ask(url: URL): ClientRequest {
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    const { hostname, port } = this.#target;
    const { authorization } = this.#proxy;
    const path = `${hostname}:${port === "" ? "443" : port}`;
    // The URL parser's brackets of an IPv6 address are no part of it.
    const proxyHost = url.hostname.replace(/^\[|\]$/gu, "");
    return request({
      method: "CONNECT",
      protocol: url.protocol,
      hostname: proxyHost,
      // Else it would be that of the header `Host`.
      servername: isIP(proxyHost) === 0 ? proxyHost : "",
      ...(url.port === "" ? {} : { port: url.port }),
      path,
      headers: { Host: path, ...(authorization && { "Proxy-Authorization": authorization }) },
      agent: false,
      ...(this.#signal && { signal: this.#signal }),
    });
  }

  #refusal(url: URL, status: number): ProxyFault {
    const code = `HTTP ${status}`;
    if (status === 407) {
      const meaning =
        this.#proxy.authorization === undefined
          ? `the proxy ${url.host} asks for a user and password`
          : `the proxy ${url.host} refused the user and password of HTTPS_PROXY`;
      return { code, meaning, hint: HOW_TO_SIGN_IN, isLasting: true };
    }
    const isPassing = status >= 500 || status === 408 || status === 429;
    const meaning = `the proxy ${url.host} refused to connect to ${this.#target.host}`;
    return { code, meaning, hint: CHECK_SETTING, isLasting: !isPassing };
  }
}

function toFault({ host, protocol }: URL, code: string): ProxyFault {
  const distrust = distrustOf(code);
  if (distrust !== undefined)
    return { code, meaning: `the proxy ${host} ${distrust.what}`, hint: distrust.hint, isLasting: true };
  if (protocol === "https:" && NO_TLS.test(code))
    return { code, meaning: `the proxy ${host} speaks no TLS`, hint: SPEAK_HTTP, isLasting: true };
  return { code, meaning: `the proxy ${host} gives no answer`, hint: CHECK_SETTING, isLasting: false };
}
