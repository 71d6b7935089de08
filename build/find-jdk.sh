# Sourced by mvnw and hermod: finds a JDK 25 or newer and exports JAVA_HOME. Safe under `set -euf`.
# Order: JAVA_HOME if new enough, the javac on PATH, then the newest JDK in the usual places.

hermod_java_wanted=25

# Prints the feature version of the JDK in $1, or nothing when it is not one that can do what is wanted.
hermod_jdk_version() {
  [ -x "$1/bin/$hermod_tool" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Remembers $1 when it is a JDK that is new enough and newer than the one remembered.
hermod_consider_jdk() {
  hermod_v=$(hermod_jdk_version "$1")
  [ -n "$hermod_v" ] || return 0
  if [ "$hermod_v" -ge "$hermod_java_wanted" ] && [ "$hermod_v" -gt "$hermod_best_version" ]; then
    hermod_best=$1
    hermod_best_version=$hermod_v
  fi
}

# $1 is the tool that is needed: javac (the default), or java where nothing is compiled and a JRE will do.
hermod_find_jdk() {
  hermod_tool=${1:-javac}
  hermod_best=
  hermod_best_version=0
  if [ -n "${JAVA_HOME:-}" ]; then hermod_consider_jdk "$JAVA_HOME"; fi
  if [ -z "$hermod_best" ] && hermod_found=$(command -v "$hermod_tool"); then
    hermod_found=$(readlink -f "$hermod_found" 2>/dev/null || printf %s "$hermod_found")
    hermod_consider_jdk "${hermod_found%/bin/"$hermod_tool"}"
  fi
  if [ -z "$hermod_best" ]; then
    set +f
    for hermod_dir in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}"/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
      "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/*; do
      hermod_consider_jdk "$hermod_dir"
    done
    set -f
  fi
  if [ -z "$hermod_best" ]; then
    cat >&2 <<MESSAGE
hermod: no JDK $hermod_java_wanted or newer found (looked at JAVA_HOME, the $hermod_tool on PATH, /usr/lib/jvm, /opt, Homebrew, SDKMAN, ~/.jdks, mise, asdf).
Install one (for example Temurin $hermod_java_wanted, or the package openjdk-$hermod_java_wanted-jdk), or point JAVA_HOME at it and try again.
MESSAGE
    return 1
  fi
  JAVA_HOME=$hermod_best
  export JAVA_HOME
}
