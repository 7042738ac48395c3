package dev.azurepatroni.verify.report;

import dev.azurepatroni.verify.check.CheckStatus;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;

/** Results as one page that needs nothing else. */
final class HtmlReport {
  private HtmlReport() {}

  static String of(VerificationReport report) throws IOException {
    Configuration freemarker = new Configuration(Configuration.VERSION_2_3_34);
    freemarker.setClassForTemplateLoading(HtmlReport.class, "");
    freemarker.setDefaultEncoding("UTF-8");
    freemarker.setLocale(Locale.ROOT);
    freemarker.setOutputFormat(HTMLOutputFormat.INSTANCE);
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    freemarker.setLogTemplateExceptions(false);
    StringWriter page = new StringWriter();
    try {
      freemarker
          .getTemplate("report.html.ftl")
          .process(
              Map.of(
                  "stack", report.stack(),
                  "started", report.started().toString(),
                  "seconds", Numbers.text(Math.rint(report.seconds())),
                  "passed", report.count(CheckStatus.PASSED),
                  "warned", report.count(CheckStatus.WARNED),
                  "failed", report.count(CheckStatus.FAILED),
                  "notRun", report.count(CheckStatus.NOT_RUN),
                  "results", report.results().stream().map(ResultView::new).toList()),
              page);
    } catch (TemplateException e) {
      throw new IllegalStateException(e);
    }
    return page.toString();
  }
}
