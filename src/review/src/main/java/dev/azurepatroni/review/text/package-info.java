/** Markdown as GitHub reads it, and differences of texts. */
package dev.azurepatroni.review.text;
