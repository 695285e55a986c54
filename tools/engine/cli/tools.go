//go:build tools

// Package tools pins the Pulumi command line for machines where no official release can be had. Nothing here is
// compiled: the import makes go.mod and go.sum name every module of the command, so that `go build` of it is exact.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
