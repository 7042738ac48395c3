package dev.azurepatroni.lab.fault;

import dev.azurepatroni.lab.host.ControlGroup;
import dev.azurepatroni.lab.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signals to a program on a host, from outside of it. */
public final class ProcessFaults {
  /** Field of {@code /proc/PID/stat} after the command's name: proc(5), starttime. */
  private static final int START_TIME = 19;

  private final ControlGroup host;
  private final String program;

  /**
   * The faults of a program.
   *
   * @param host the host's processes
   * @param program the program's name, as the kernel has it
   */
  public ProcessFaults(ControlGroup host, String program) {
    this.host = host;
    this.program = program;
  }

  /** Kills the oldest of its processes, which is the parent of the others. */
  public void kill() throws IOException {
    signal("KILL", List.of(processes().get(0)));
  }

  /** Kills it where it runs: one that is being killed again and again may not be there just now. */
  public void killIfThere() throws IOException {
    signal("KILL", running().stream().limit(1).toList());
  }

  /** Stops its processes where they are. */
  public void freeze() throws IOException {
    signal("STOP", processes());
  }

  /** Stops the oldest of them where it is, which is the parent of the others if it has any. */
  public void freezeOldest() throws IOException {
    signal("STOP", List.of(processes().get(0)));
  }

  /** Lets them go on. */
  public void thaw() throws IOException {
    // What was frozen may have been killed meanwhile, and not be there just now.
    signal("CONT", running());
  }

  /** Lets every process of a host go on. */
  static void thawAll(ControlGroup host) throws IOException {
    signal("CONT", host.processes());
  }

  private static void signal(String name, List<Long> processes) throws IOException {
    for (long process : processes) {
      Shell.Result result = Shell.attempt("kill", "--signal", name, String.valueOf(process));
      // A process may have ended since it was listed.
      if (result.status() != 0 && Files.exists(Path.of("/proc/" + process))) {
        throw new IOException(result.error());
      }
    }
  }

  private List<Long> processes() throws IOException {
    List<Long> processes = running();
    if (processes.isEmpty()) {
      throw new IOException(
          "no process is named %s: list them with `bin/lab shell HOST ps -e`".formatted(program));
    }
    return processes;
  }

  /** The oldest first. */
  private List<Long> running() throws IOException {
    Map<Long, Long> startTimes = new TreeMap<>();
    for (long process : host.processes()) {
      try {
        if (Files.readString(Path.of("/proc/" + process + "/comm")).strip().equals(program)) {
          startTimes.put(process, startTime(process));
        }
      } catch (IOException ended) {
        // It has ended since it was listed.
        startTimes.remove(process);
      }
    }
    return startTimes.keySet().stream().sorted(Comparator.comparing(startTimes::get)).toList();
  }

  private static long startTime(long process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[START_TIME]);
  }
}
