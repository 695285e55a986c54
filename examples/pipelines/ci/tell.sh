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
export LC_ALL=C # ranges of letters below are ASCII's

kind=$1
stack=$2
folder=$3
commit=${COMMIT:-}
report=$folder/report.md

fail() {
  echo "$1" >&2
  exit 1
}

# Both stand in Markdown and in the marker, where other characters could be read as more than text.
case $stack in
  '' | *[!A-Za-z0-9_./-]*) fail "STACK: letters, digits, _ . - and / alone, got \"$stack\"" ;;
esac
case $commit in
  *[!A-Fa-f0-9]*) fail "COMMIT: the hexadecimal id of a commit, got \"$commit\"" ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

name_line="^name:[[:space:]]\{1,\}\([\"']\{0,1\}\)\([A-Za-z0-9_.-]*\)\1\([[:space:]]\{1,\}#.*\)\{0,1\}[[:space:]]*\$"
# Prints the name of the project, or nothing where the file says it in a way that isn't read here. There may be neither
# Node.js nor the project's packages where this runs.
project_of_file() {
  if [ -f Pulumi.json ]; then
    jq --raw-output '.name // empty' Pulumi.json || true
    return
  fi
  for file in Pulumi.yaml Pulumi.yml; do
    [ ! -f "$file" ] || sed -n "s/$name_line/\2/p" "$file"
  done
}

# A comment that still says what an earlier commit would change is worse than one that says nothing is known. So this
# begins with the marker that reports of the stack begin with.
without_report() {
  project_name=${PROJECT:-$(project_of_file)}
  case $project_name in
    '' | *[!A-Za-z0-9_.-]*)
      fail "There is no report of $stack, and its comment or issue can't be found to say so: the name of the project can't be read from Pulumi.yaml, Pulumi.yml or Pulumi.json. Set PROJECT to it in the job that runs this."
      ;;
  esac
  echo "<!-- pulumi-vcc report $project_name/${stack##*/} -->"
  echo
  echo "### ❓ Nobody can tell: there is no report of $stack${commit:+ at commit $commit}"
  echo
  echo "A job that comes before it, or the command that makes it, has failed. The logs of this pipeline say why."
}

if [ -s "$report" ] && [ -s "$folder/exit-code" ]; then
  code=$(cat "$folder/exit-code")
else
  code=5
fi
[ -s "$report" ] || {
  report=$scratch/report.md
  without_report >"$report"
}
# The report begins with a line that no reader sees, and that is the same for every report of its stack. It ends with
# the project's and the stack's name.
IFS= read -r marker <"$report"
name=${marker% -->}
name=${name##* }

# METHOD URL [options of curl]. The token goes through a file, as everybody on a machine sees arguments.
api() {
  headers >"$scratch/curl"
  method=$1
  url=$2
  shift 2
  curl --config "$scratch/curl" --silent --show-error --fail --request "$method" "$@" "$url"
}

# METHOD URL TYPE [options of curl]. Writes the answer to $scratch/answer. A proxy's page, or an empty answer, may come
# with 200, too: read as a list, it would have no comment of ours.
ask() {
  method=$1
  url=$2
  type=$3
  shift 3
  api "$method" "$url" "$@" >"$scratch/answer" || return
  jq --slurp --exit-status --arg type "$type" 'length == 1 and (.[0] | type == $type)' "$scratch/answer" \
    >/dev/null 2>&1 || {
    echo "$method $url: the answer has to be one JSON $type, got $(wc -c <"$scratch/answer") bytes of something else. Look for a proxy between this job and the forge." >&2
    return 1
  }
}

# METHOD URL. Sends the JSON of $scratch/body.
send() {
  ask "$1" "$2" object --header "Content-Type: application/json" --data-binary "@$scratch/body"
}

# URL, fields of number and text. The numbers of all that are ours, however many others there are: pages, until one is
# empty. It fails where a request does, also in a shell that forgets "set -e" inside $(...).
find_own() {
  author=$(author) || return
  page=1
  while true; do
    ask GET "$1?per_page=100&$open&page=$page" array || return
    [ "$(jq length "$scratch/answer")" -gt 0 ] || return 0
    jq --raw-output --arg marker "$marker" --arg author "$author" --arg number "$2" --arg text "$3" "
      map(select(($is_own) and (.[\$text] // \"\" | split(\"\\n\")[0] | rtrimstr(\"\\r\")) == \$marker))
      | .[] | .[\$number]" "$scratch/answer" || return
    page=$((page + 1))
  done
}

# Adds what is in $scratch/body to the list at URL, or changes the entry at OWN_URL, which is empty where there is none.
put() {
  if [ -n "$2" ]; then send "$change" "$2"; else send POST "$1"; fi
}

# Runs at once may have left several of ours, of which a later run would change one alone: the others go.
tell_comment() {
  list=$(comments)
  own=$(find_own "$list" id body)
  # shellcheck disable=SC2086 # numbers
  set -- $own
  jq --null-input --rawfile body "$report" '{ $body }' >"$scratch/body"
  put "$list" "${1:+$comment_at/$1}"
  [ $# -eq 0 ] || shift
  for other in "$@"; do api DELETE "$comment_at/$other" >/dev/null; done
}

close_issue() {
  echo "$close" >"$scratch/body"
  send "$change" "$issues/$1"
}

# Who may write issues may not always delete them: others of ours are closed.
tell_issue() {
  own=$(find_own "$issues" "$issue_number" "$issue_text")
  # shellcheck disable=SC2086 # numbers
  set -- $own
  case $code in
    0) title= ;;
    2) title="Not as the program says: $name" ;;
    *) title="Nobody can tell if it is as the program says: $name" ;;
  esac
  if [ -n "$title" ]; then
    jq --null-input --rawfile text "$report" --arg title "$title" --arg name "$issue_text" \
      '{ $title, ($name): $text }' >"$scratch/body"
    put "$issues" "${1:+$issues/$1}"
  elif [ $# -gt 0 ]; then
    jq --null-input --rawfile body "$report" '{ $body }' >"$scratch/body"
    send POST "$issues/$1/$replies"
    close_issue "$1"
  fi
  [ $# -eq 0 ] || shift
  for other in "$@"; do close_issue "$other"; done
}

case $kind in
  comment) tell_comment ;;
  issue) tell_issue ;;
  *) fail "comment or issue, got $kind" ;;
esac
