# shellcheck shell=bash
# Sourced by bin/synth: starts the kernel at the same time as the JVM, which takes it over (README.md).
# Each process waits for a pipe to end, so that none is left behind, however another one ends.
coproc KERNEL { exec node --preserve-symlinks --require "${BASH_SOURCE[0]%/*}/early.cjs" "$kernel"; }
files=/proc/$$/fd
kernel_in=$files/${KERNEL[1]:-none}
kernel_out=$files/${KERNEL[0]:-none}
if (: >> "$kernel_in") 2> /dev/null; then
  # Opened again: unlike the coprocess's own ends, these stay open in the JVM.
  exec {pid_in}> "$kernel_in" {ended}< "$kernel_out"
  # The shell that jsii starts sends its process id, and waits until the kernel that took over its pipes has ended. The
  # kernel takes them as 3 and 4, because a redirection replaces the shell's own standard output.
  export JSII_RUNTIME="exec 3<&0 4>&1 < $files/$ended; echo \$\$ > $files/$pid_in; read -r _"
fi
