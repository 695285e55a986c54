import * as pulumi from "@pulumi/pulumi";
import { InboxFleet } from "pulumi-vcc";

// The stack is the environment. What differs stands in inboxes.yaml and in the stack's configuration, not here.
const fleet = InboxFleet.fromFile("inboxes.yaml", { environment: pulumi.getStack() });

export const inboxes = fleet.outputs;
