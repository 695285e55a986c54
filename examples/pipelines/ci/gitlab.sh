#!/bin/sh
# Keeps one comment of a merge request, or one issue, for each stack. What ci/report.sh has made is in FOLDER: where it
# has made nothing, that is told.
#
#   sh ci/gitlab.sh comment STACK FOLDER   on the merge request of this pipeline
#   sh ci/gitlab.sh issue STACK FOLDER     open while something isn't as the program says, or nobody can tell
#
# COMMIT: the commit that a report is missing of
# PROJECT: name of the Pulumi project (default: what Pulumi.yaml says), by which a missing report's place is found
# GITLAB_TOKEN: of the project, scope api, role Reporter. Nobody else's text is taken for the report.
# CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID: set by the runner
set -eu

project=$CI_API_V4_URL/projects/$CI_PROJECT_ID

headers() { printf 'header = "PRIVATE-TOKEN: %s"\n' "$GITLAB_TOKEN"; }
comments() { echo "$project/merge_requests/$CI_MERGE_REQUEST_IID/notes"; }
author() { ask GET "$CI_API_V4_URL/user" object && jq --exit-status .id "$scratch/answer"; }

comment_at=$project/merge_requests/${CI_MERGE_REQUEST_IID:-}/notes
issues=$project/issues
open='state=opened&scope=all'
replies=notes
issue_number=iid
issue_text=description
is_own='(.author.id | tostring) == $author'
change=PUT
close='{ "state_event": "close" }'

. "$(dirname "$0")/tell.sh"
