import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageServer } from "@pulumi/pulumi/automation/server";
import { grpcClientOptions } from "@pulumi/pulumi/runtime/settings";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { leaveUncaughtErrorsToPulumi } from "./uncaught-errors";

// The engine's port may be one that an earlier engine had: what gRPC remembers of that one fails the new connection.
Object.assign(grpcClientOptions, { "grpc.use_local_subchannel_pool": 1 });

declare module "@pulumi/pulumi/automation/server" {
  /** What the Automation API serves inline programs with; its types leave it out. */
  class LanguageServer {
    constructor(program: Program);
    onPulumiExit(hasError: boolean): void;
  }
}

declare module "@pulumi/pulumi/runtime/settings" {
  /** Options of the connections to the engine; its types leave them out. */
  const grpcClientOptions: object;
}

/** A Pulumi program as a function: it makes resources and answers the stack's outputs. */
export type Program = () => unknown;

/** A program that waits for an engine to run it. */
export interface ServedProgram {
  /** `127.0.0.1:1234`, for `--client`. */
  readonly address: string;
  /** Ends it. Error: after a run without error, the program left promises that nobody awaited. */
  close(hasError: boolean): void;
}

/**
 * Lets the engine run a program in this very process. `Stack.up` of the Automation API does the same, but then asks
 * the command for outputs and history, which takes as long again.
 */
export async function serveProgram(program: Program): Promise<ServedProgram> {
  const server = new Server();
  const language = new LanguageServer(program);
  server.addService(LanguageRuntimeService, language as never);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const giveBack = leaveUncaughtErrorsToPulumi();
  return {
    address: `127.0.0.1:${port}`,
    close: (hasError) => {
      giveBack();
      server.forceShutdown();
      language.onPulumiExit(hasError);
    },
  };
}
