# Sourced by programs whose JVM lives shortly (README.md): the first good run after a build writes an archive of classes.
# An archive is valid for the checkout and the JVM it was written in; elsewhere the JVM ignores it without a message.
# shellcheck shell=bash

# class_archive ARCHIVE PLACE: puts into the array jvm how to start a JVM that reads the archive, or writes a new one.
class_archive() {
  local java_file
  java_file=$(readlink -f "$(type -P java)" 2> /dev/null || true)
  archive=$1
  archive_for="$2 $java_file $(cat "${java_file%/bin/java}/release" 2> /dev/null || true)"
  archive_new=
  jvm=(java -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off
    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData)
  if [[ -e $archive && -e $archive.for && $(< "$archive.for") == "$archive_for" ]]; then
    jvm+=(-XX:SharedArchiveFile="$archive")
  else
    archive_new=$archive.$$
    jvm+=(-XX:ArchiveClassesAtExit="$archive_new")
  fi
}

# After a good run of it.
keep_class_archive() {
  [[ -e $archive_new ]] || return 0
  rm -f "$archive.for"
  mv -f "$archive_new" "$archive"
  echo "$archive_for" > "$archive.for"
}

# After any other.
drop_class_archive() { rm -f "$archive_new"; }
