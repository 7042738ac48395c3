/** The one comment of a pull request. */
package dev.azurepatroni.review.comment;
