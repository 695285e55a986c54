# SARIF as the code quality report of GitLab: jq -f ci/code-quality.jq validate.sarif
[.runs[].results[] | {
  description: .message.text,
  check_name: .ruleId,
  fingerprint: (.partialFingerprints | to_entries[0].value),
  severity: ({ error: "major", warning: "minor" }[.level] // "info"),
  location: (.locations[0].physicalLocation | {
    path: .artifactLocation.uri,
    lines: { begin: (.region.startLine // 1) }
  })
}]
