#!/usr/bin/env bash
# Takes the pictures of the documentation anew: docs/images/studio-*.png.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build tests/Regenerator.Studio.Tests -c Release --nologo -v quiet
REGENERATOR_SCREENSHOTS=$folder tests/Regenerator.Studio.Tests/bin/Release/net10.0/Regenerator.Studio.Tests -class Regenerator.Studio.Tests.Pages.Screenshots -noColor
mkdir -p docs/images
for page in inbox-light inbox-phone-dark proposal-light proposal-dark item-light; do
  cp "$folder/studio-$page.png" docs/images/
done
