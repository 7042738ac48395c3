package dev.azurepatroni.constructs.api;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What code of another project can name in the classes of one module: a line for each public or
 * protected class, constructor, method and field, complete in itself. Left out is what
 * docs/reference/library.md says is no API: constructors of records that have a builder, for they
 * change with every new setting, the methods that every record has, what templates print, and the
 * packages named internal.
 */
final class PublicApi {
  private static final String CLASS_FILE = ".class";
  private static final String BUILDER = "Builder";
  private static final Pattern INTERNAL =
      Pattern.compile(
          "dev\\.azurepatroni\\.(topology|constructs)\\.(cloudinit\\.(\\w+Model|HostFiles?)|internal\\..*)");

  /** Methods that every record or generated builder has; no API decision is behind them. */
  private static final Set<String> GENERATED = Set.of("equals", "hashCode", "toString", "stream");

  private final NavigableSet<String> lines = new TreeSet<>();

  private PublicApi() {}

  /** Returns the lines of the module, a folder or a jar, of the class. */
  static Collection<String> ofModuleOf(Class<?> one) throws IOException {
    String place = one.getProtectionDomain().getCodeSource().getLocation().toString();
    Path module = Path.of(URI.create(place));
    PublicApi api = new PublicApi();
    if (Files.isDirectory(module)) {
      api.addAll(module, one.getClassLoader());
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(module)) {
        api.addAll(jar.getPath("/"), one.getClassLoader());
      }
    }
    return api.lines;
  }

  private void addAll(Path root, ClassLoader loader) throws IOException {
    Set<String> names;
    try (Stream<Path> files = Files.walk(root)) {
      names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(path -> path.endsWith(CLASS_FILE) && !path.contains("package-info"))
              .map(path -> path.substring(0, path.length() - CLASS_FILE.length()).replace('/', '.'))
              .filter(name -> !INTERNAL.matcher(name).matches())
              .collect(Collectors.toSet());
    }
    for (String name : names) {
      add(load(name, loader), names);
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private void add(Class<?> type, Set<String> names) {
    if (!reachable(type)) {
      return;
    }
    lines.add(declaration(type));
    if (!names.contains(type.getName() + BUILDER)) {
      addVisible(type.getDeclaredConstructors(), Constructor::toGenericString);
    }
    // A record's builder repeats the record's constructor, by the record's name.
    Method[] methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> !type.getSimpleName().equals(method.getName() + BUILDER))
            .filter(method -> !GENERATED.contains(method.getName()))
            .toArray(Method[]::new);
    addVisible(methods, Method::toGenericString);
    addVisible(type.getDeclaredFields(), Field::toGenericString);
  }

  private <M extends Member> void addVisible(M[] members, Function<M, String> line) {
    Arrays.stream(members)
        .filter(member -> visible(member.getModifiers()) && !member.isSynthetic())
        .map(line)
        .forEach(lines::add);
  }

  private static boolean reachable(Class<?> type) {
    return !type.isAnonymousClass()
        && !type.isLocalClass()
        && visible(type.getModifiers())
        && (type.getEnclosingClass() == null || reachable(type.getEnclosingClass()));
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String declaration(Class<?> type) {
    String above =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(Type::getTypeName)
            .filter(name -> !name.equals(Object.class.getName()))
            .collect(Collectors.joining(", "));
    return type.toGenericString() + (above.isEmpty() ? "" : " < " + above);
  }
}
