package dev.azurepatroni.constructs.cloudinit;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The template engine, strict: an undefined variable is an error, numbers print as computers read
 * them, and {@code [=x]} is the interpolation, so that a shell's <code>${x}</code> stays a shell's.
 */
final class Templates {
  private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);

  Templates() {
    configuration.setClassLoaderForTemplateLoading(
        Templates.class.getClassLoader(), "dev/azurepatroni/templates");
    configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
    configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
    configuration.setNumberFormat("computer");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocalizedLookup(false);
    configuration.setLogTemplateExceptions(false);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setSharedVariable("yaml", quoting(Quoting::yaml));
    configuration.setSharedVariable("sh", quoting(Quoting::shell));
  }

  /**
   * Prints one template.
   *
   * @param name path below the templates' folder
   * @param host the one model
   * @throws IllegalStateException if the template asks for what the model does not have
   */
  String render(String name, HostModel host) {
    try {
      StringWriter text = new StringWriter();
      configuration.getTemplate(name).process(Map.of("host", host), text);
      return text.toString();
    } catch (TemplateException e) {
      throw new IllegalStateException("template " + name + " for " + host.name(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("template " + name, e);
    }
  }

  private static TemplateMethodModelEx quoting(java.util.function.UnaryOperator<String> quote) {
    return arguments -> quote.apply(text(arguments));
  }

  private static String text(List<?> arguments) throws TemplateModelException {
    if (arguments.size() == 1 && arguments.get(0) instanceof TemplateScalarModel scalar) {
      return scalar.getAsString();
    }
    throw new TemplateModelException("quoting takes one text, got " + arguments);
  }
}
