//go:build tools

// Package tools keeps the command that the benchmark builds among the requirements.
package tools

import _ "github.com/opentofu/opentofu/cmd/tofu"
