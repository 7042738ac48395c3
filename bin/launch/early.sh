# shellcheck shell=bash
# Sourced by bin/synth: starts the kernel beside the JVM, to be handed over (README.md).
# Each process waits for a pipe to end, so that none is left behind, however another one ends.
coproc KERNEL { exec node --preserve-symlinks --require "${BASH_SOURCE[0]%/*}/early.cjs" "$kernel"; }
files=/proc/$$/fd
kernel_in=$files/${KERNEL[1]:-none}
kernel_out=$files/${KERNEL[0]:-none}
if (: >> "$kernel_in") 2> /dev/null; then
  # Opened again: unlike the coprocess's own ends, these stay open in the JVM.
  exec {pid_in}> "$kernel_in" {ended}< "$kernel_out"
  # What jsii starts says who it is, and stays until the kernel that took its pipes over has ended. They are
  # taken as 3 and 4, for a shell's standard output is another while it writes to a file.
  export JSII_RUNTIME="exec 3<&0 4>&1 < $files/$ended; echo \$\$ > $files/$pid_in; read -r _"
fi
