package dev.azurepatroni.constructs.cloudinit;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNotFoundException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The templates' folder. A file that ends in {@code .ftl} is rendered by a strict engine: an
 * undefined variable is an error, numbers print as computers read them, and {@code [=x]} is the
 * interpolation, so that a shell's <code>${x}</code> stays a shell's. Any other file is copied, a
 * Python module without comments. The build adds the host agent's package as the folder {@code
 * hostagent}.
 */
final class Templates {
  private static final String FOLDER = "dev/azurepatroni/templates";
  private static final String RENDERED = ".ftl";

  /** Read once: every host of every stack gets the same. */
  private static final Map<String, Optional<String>> COPIES = new ConcurrentHashMap<>();

  private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);

  Templates() {
    configuration.setClassLoaderForTemplateLoading(Templates.class.getClassLoader(), FOLDER);
    configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
    configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
    configuration.setNumberFormat("computer");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocalizedLookup(false);
    // A template prints; it makes no objects, which could run programs.
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setLogTemplateExceptions(false);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setSharedVariable("yaml", quoting(Quoting::yaml));
    configuration.setSharedVariable("json", quoting(Quoting::json));
    configuration.setSharedVariable("sh", quoting(Quoting::shell));
  }

  /**
   * Whether a file is copied as it is, and not rendered.
   *
   * @param name path below the templates' folder, without {@code .ftl}
   */
  boolean verbatim(String name) {
    return copied(name).isPresent();
  }

  /**
   * Copies one file.
   *
   * @param name path below the templates' folder
   * @throws NoSuchElementException if there is none
   */
  String copy(String name) {
    return copied(name).orElseThrow();
  }

  private static Optional<String> copied(String name) {
    return COPIES.computeIfAbsent(name, Templates::read);
  }

  private static Optional<String> read(String name) {
    try (InputStream file = Templates.class.getResourceAsStream("/" + FOLDER + "/" + name)) {
      return file == null
          ? Optional.empty()
          : Optional.of(text(name, new String(file.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("file " + name, e);
    }
  }

  private static String text(String name, String text) {
    return name.endsWith(".py") ? PythonText.stripped(text) : text;
  }

  /**
   * Prints one template.
   *
   * @param name path below the templates' folder, without {@code .ftl}
   * @param model what it can print, by name
   * @throws IllegalStateException if there is no such template, or it asks for what the model does
   *     not have
   */
  String render(String name, Map<String, Object> model) {
    String template = name + RENDERED;
    try {
      StringWriter text = new StringWriter();
      configuration.getTemplate(template).process(model, text);
      return text.toString();
    } catch (TemplateException e) {
      String host = model.get("host") instanceof HostModel known ? known.name() : "no host";
      throw new IllegalStateException("template " + template + " for " + host, e);
    } catch (TemplateNotFoundException e) {
      throw new IllegalStateException(
          "templates/files.csv names a file that is not there: templates/%s or, to be rendered, templates/%s"
              .formatted(name, template),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("template " + template, e);
    }
  }

  private static TemplateMethodModelEx quoting(UnaryOperator<String> quote) {
    return arguments -> quote.apply(text(arguments));
  }

  private static String text(List<?> arguments) throws TemplateModelException {
    if (arguments.size() == 1 && arguments.get(0) instanceof TemplateScalarModel scalar) {
      return scalar.getAsString();
    }
    throw new TemplateModelException("quoting takes one text, got " + arguments);
  }
}
