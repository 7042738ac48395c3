# Sourced by programs whose JVM lives shortly: its classes come from an archive that the first good run after a build
# writes. One holds for the place and the JVM it was written in; in another, as in a copy of the checkout, the JVM would
# leave it aside without a word.
# shellcheck shell=bash

# class_archive ARCHIVE PLACE: puts into the array jvm how to start a JVM that reads the archive, or writes it anew.
class_archive() {
  local java_file
  java_file=$(readlink -f "$(type -P java)" 2> /dev/null || true)
  archive=$1
  archive_for="$2 $java_file $(cat "${java_file%/bin/java}/release" 2> /dev/null || true)"
  archive_new=
  jvm=(java -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off
    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData)
  # A fresh heap costs a page fault each 4 KiB. Where the kernel has no huge pages the JVM would warn.
  local huge=/sys/kernel/mm/transparent_hugepage/enabled
  if [[ -r $huge && $(< "$huge") != *"[never]"* ]]; then
    jvm+=(-XX:+UseTransparentHugePages)
  fi
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
