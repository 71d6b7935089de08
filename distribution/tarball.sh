#!/bin/sh
# Makes target/hermod-VERSION.tar.gz of the newest build: tarball.sh VERSION TIMESTAMP. Needs GNU tar.
# The same jars give the same bytes. It brings no start-up cache: that fits one directory and one Java only.
set -euf
version=$1
timestamp=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=$here/target
name=hermod-$version
stage=$target/package/$name

rm -rf "$target/package"
mkdir -p "$stage/bin"
cp -R "$target/builds/$(cat "$target/built")/lib" "$stage/lib"
rm -f "$stage/lib/hermod.aot" "$stage/lib/hermod.aot.origin"
cp "$here/../hermod" "$stage/bin/hermod"
cp "$here/../build/find-jdk.sh" "$stage/lib/"
cp -R "$here/config" "$here/systemd" "$stage/"
cp -R "$here/../docs" "$stage/docs"
cp "$here/../LICENSE" "$here/../README.md" "$here/../CHANGELOG.md" "$here/Dockerfile" "$stage/"
find "$stage" -type d -exec chmod 755 {} +
find "$stage" -type f -exec chmod 644 {} +
chmod 755 "$stage/bin/hermod"

tar --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="$timestamp" \
  -C "$target/package" -cf - "$name" | gzip -n -9 >"$target/$name.tar.gz.new"
mv "$target/$name.tar.gz.new" "$target/$name.tar.gz"
echo "made $target/$name.tar.gz"
