package dev.azurepatroni.topology.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one setting of a cluster: the single source of the range checks, of the stack-file
 * reference and of the JSON Schema.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** {@return what the setting is, in one or two sentences} */
  String value();

  /** {@return the unit of a number, for example {@code GiB}} */
  String unit() default "";

  /** {@return the smallest number allowed} */
  int min() default Integer.MIN_VALUE;

  /** {@return the largest number allowed} */
  int max() default Integer.MAX_VALUE;

  /**
   * {@return a regular expression the text, or each text of a list, has to match whole; {@link
   * #patternMeans} and {@link #example} go with it}
   */
  String pattern() default "";

  /** {@return the pattern in words} */
  String patternMeans() default "";

  /**
   * {@return whether leaving the setting out is an error; its {@link #example} then says what to
   * write}
   */
  boolean required() default false;

  /** {@return a valid value} */
  String example() default "";

  /** {@return the default in words, where it depends on other settings} */
  String defaultsTo() default "";
}
