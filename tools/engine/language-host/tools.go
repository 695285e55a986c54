//go:build tools

// Package tools pins Pulumi's host for Node programs. It has a module of its own because later releases of it are not
// on the module proxy; v3.65.1 of the SDK is the last that holds it, and works with the command pinned in ../cli.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
