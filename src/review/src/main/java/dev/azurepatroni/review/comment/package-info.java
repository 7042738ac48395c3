/** The comment on a pull request. */
package dev.azurepatroni.review.comment;
