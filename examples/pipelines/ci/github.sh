#!/bin/sh
# Keeps one comment of a pull request, or one issue, for each stack. What ci/report.sh has made is in FOLDER: where it
# has made nothing, that is told.
#
#   sh ci/github.sh comment STACK FOLDER   on the pull request NUMBER
#   sh ci/github.sh issue STACK FOLDER     open while something isn't as the program says, or nobody can tell
#
# COMMIT: the commit that a report is missing of
# PROJECT: name of the Pulumi project (default: what Pulumi.yaml says), by which a missing report's place is found
# GITHUB_TOKEN: may write comments of pull requests, or issues
# AUTHOR: who writes with it (default: github-actions[bot]). Nobody else's text is taken for the report.
# GITHUB_API_URL, GITHUB_REPOSITORY: set by the runner
set -eu

repository=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY

headers() {
  printf 'header = "%s"\n' "Authorization: Bearer $GITHUB_TOKEN" \
    "Accept: application/vnd.github+json" "X-GitHub-Api-Version: 2022-11-28"
}
comments() { echo "$repository/issues/$NUMBER/comments"; }
author() { echo "${AUTHOR:-github-actions[bot]}"; }

comment_at=$repository/issues/comments
issues=$repository/issues
open=state=open
replies=comments
issue_number=number
issue_text=body
is_own='.user.login == $author and .pull_request == null' # pull requests are listed among the issues
change=PATCH
close='{ "state": "closed", "state_reason": "completed" }'

. "$(dirname "$0")/tell.sh"
