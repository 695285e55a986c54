#!/bin/sh
# Behaviour that ci/github.sh and ci/gitlab.sh share: these run it, and say before what their forge calls things.
#
# headers: prints the headers of a request, as lines of a configuration of curl
# author: prints who writes. Nobody else's text is taken for the report.
# comments: prints the address of the comments
# comment_at: address of one comment, without its id
# issues: address of the issues; replies: last part of the address of the comments of one
# open: query by which a list has open issues alone
# is_own: condition in jq that an entry is of $author
# issue_number, issue_text: fields of an issue
# change: method that changes an entry; close: JSON that closes an issue
set -eu

kind=$1
folder=$2
report=$folder/report.md

[ -s "$report" ] || {
  echo "There is no $report: the job that makes it has failed before." >&2
  exit 1
}
# The report begins with a line that no reader sees, and that is the same for every report of its stack. It ends with
# the stack's name.
IFS= read -r marker <"$report"
stack=${marker% -->}
stack=${stack##* }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# METHOD URL [options of curl]. The token goes through a file, as everybody on a machine sees arguments.
api() {
  headers >"$scratch/curl"
  method=$1
  url=$2
  shift 2
  curl --config "$scratch/curl" --silent --show-error --fail --request "$method" "$@" "$url"
}
send() {
  api "$1" "$2" --header "Content-Type: application/json" --data-binary @- >/dev/null
}

# URL, fields of number and text. The number of the first one that is ours, however many others there are: pages, until
# one is empty. It fails where a request does, also in a shell that forgets "set -e" inside $(...).
find_own() {
  author=$(author) || return
  page=1
  while true; do
    api GET "$1?per_page=100&$open&page=$page" >"$scratch/page" || return
    [ "$(jq length "$scratch/page")" -gt 0 ] || return 0
    own=$(jq --raw-output --arg marker "$marker" --arg author "$author" --arg number "$2" --arg text "$3" "
      map(select(($is_own) and (.[\$text] // \"\" | split(\"\\n\")[0] | rtrimstr(\"\\r\")) == \$marker))
      | first | .[\$number] // empty" "$scratch/page")
    [ -z "$own" ] || break
    page=$((page + 1))
  done
  echo "$own"
}

# Adds an entry to the list at URL, or changes the one at OWN_URL, which is empty where there is none.
put() {
  if [ -n "$2" ]; then send "$change" "$2"; else send POST "$1"; fi
}

tell_comment() {
  list=$(comments)
  own=$(find_own "$list" id body)
  jq --null-input --rawfile body "$report" '{ $body }' | put "$list" "${own:+$comment_at/$own}"
}

tell_issue() {
  own=$(find_own "$issues" "$issue_number" "$issue_text")
  code=$(cat "$folder/exit-code")
  case $code in
    0) title= ;;
    2) title="Not as the program says: $stack" ;;
    *) title="Nobody can tell if it is as the program says: $stack" ;;
  esac
  if [ -n "$title" ]; then
    jq --null-input --rawfile text "$report" --arg title "$title" --arg name "$issue_text" '{ $title, ($name): $text }' |
      put "$issues" "${own:+$issues/$own}"
  elif [ -n "$own" ]; then
    jq --null-input --rawfile body "$report" '{ $body }' | send POST "$issues/$own/$replies"
    echo "$close" | send "$change" "$issues/$own"
  fi
}

case $kind in
  comment) tell_comment ;;
  issue) tell_issue ;;
  *)
    echo "comment or issue, got $kind" >&2
    exit 1
    ;;
esac
