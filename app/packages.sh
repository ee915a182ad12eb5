# Sourced by app/start and tests/run: what Relata needs from the distribution, and how to get exactly what is missing.

relata_packages="g++ cmake ninja-build qt6-base-dev libqscintilla2-qt6-dev libmd4c-dev libyaml-cpp-dev libsqlite3-dev \
libgmp-dev libcli11-dev nlohmann-json3-dev zlib1g-dev libmimalloc-dev qt6-l10n-tools"

relata_install_missing() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not a Debian-like system: install the counterparts of these packages yourself, then build with cmake:"
    echo "  $relata_packages"
    return 0
  fi
  local missing="" package
  for package in $relata_packages "$@"; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing="$missing $package"
  done
  if [ -z "$missing" ]; then
    echo "== All packages are there."
    return 0
  fi
  echo "== Installing what is missing:$missing"
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      echo "Not root, and there is no sudo. Run as root:  apt-get install --no-install-recommends$missing" >&2
      return 1
    fi
    sudo="sudo"
  fi
  $sudo apt-get update -q || return 1
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing || return 1
}
