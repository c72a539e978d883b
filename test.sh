#!/usr/bin/env bash
# Sets up and runs every test. Installs missing Debian packages when it can, else says which are missing.
#   --long                 the tests of chance run for hours: hundreds of windows, each killed at every write
#   REGENERATOR_SEED       gives a run of them back: the seed that stood in the message
#   REGENERATOR_FIXTURES   root of the shared fixtures (fixtures/, conformance/); without it the tests that need them say what they leave out
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
  "") ;;
  --long) export REGENERATOR_LONG=1 ;;
  *) echo "test.sh: «$1» is not known; there is --long" >&2; exit 1 ;;
esac

need=()
command -v prometheus >/dev/null && command -v promtool >/dev/null || need+=(prometheus)
command -v gcc >/dev/null || command -v clang >/dev/null || need+=(gcc libc6-dev) # links native code
[ -e /usr/include/zlib.h ] || need+=(zlib1g-dev)
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || need+=(postgresql)
command -v npm >/dev/null || need+=(nodejs npm) # bundles the scripts of the Studio
command -v chromium >/dev/null || need+=(chromium)
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || need+=(rabbitmq-server)
if [ ${#need[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}"
  else
    echo "test.sh: missing Debian packages: ${need[*]} (sudo apt-get install --no-install-recommends ${need[*]})" >&2
    exit 1
  fi
fi
if ! command -v dotnet >/dev/null; then
  echo "test.sh: the .NET 10 SDK is missing (dotnet is not on the PATH)" >&2
  exit 1
fi

configuration=Release
dotnet build Regenerator.slnx -c "$configuration" --nologo -v quiet
dotnet format whitespace Regenerator.slnx --verify-no-changes --no-restore --exclude samples/shop --exclude src/Regenerator.Cli/Init

passed=0 failed=0 skipped=0
# Counts what a test run prints as its summary; a run that ends without one has failed.
count() {
  local name=$1 log=$2 code=$3 total errors fails skips
  read -r total errors fails skips < <(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/p' "$log" | tail -1) || true
  if [ -z "${total:-}" ]; then
    echo "$name ended without a summary (exit code $code)"
    failed=$((failed + 1))
    return
  fi
  if [ "$code" != 0 ] && [ $((errors + fails)) = 0 ]; then fails=1; total=$((total + 1)); fi
  passed=$((passed + total - errors - fails - skips)); failed=$((failed + errors + fails)); skipped=$((skipped + skips))
}

mkdir -p .work
for project in Regenerator.Tests Regenerator.Integration.Tests Regenerator.Studio.Tests; do
  log=.work/$project.log
  code=0
  "tests/$project/bin/$configuration/net10.0/$project" -noColor 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
  count "$project" "$log" "$code"
done

if [ -n "${REGENERATOR_FIXTURES:-}" ]; then
  log=.work/conformance.log
  tests/Regenerator.Conformance/bin/$configuration/net10.0/Regenerator.Conformance "$REGENERATOR_FIXTURES/conformance" | tee "$log" || true
  if read -r p f < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, .*/\1 \2/p' "$log" | tail -1); then
    passed=$((passed + p)); failed=$((failed + f))
  else
    echo "the conformance runner ended without a summary"; failed=$((failed + 1))
  fi
else
  echo "left out: the golden vectors (REGENERATOR_FIXTURES is not set)"
fi

if [ -n "${CI:-}" ] && [ "$skipped" -gt 0 ]; then
  echo "$skipped tests were skipped; in CI none may be"
  failed=$((failed + skipped))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
